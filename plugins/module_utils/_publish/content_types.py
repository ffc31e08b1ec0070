# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content types by file name: an own table, the same on every host (S3-33)."""

from __future__ import annotations

OCTETS = "application/octet-stream"
HTML_TYPES = ("text/html", "application/xhtml+xml")

TYPES = {
    "7z": "application/x-7z-compressed",
    "aac": "audio/aac",
    "apk": "application/vnd.android.package-archive",
    "appcache": "text/cache-manifest",
    "atom": "application/atom+xml",
    "avif": "image/avif",
    "avi": "video/x-msvideo",
    "bin": OCTETS,
    "bmp": "image/bmp",
    "br": "application/x-br",
    "bz2": "application/x-bzip2",
    "cjs": "text/javascript",
    "css": "text/css",
    "csv": "text/csv",
    "cur": "image/x-icon",
    "dmg": "application/x-apple-diskimage",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eot": "application/vnd.ms-fontobject",
    "epub": "application/epub+zip",
    "exe": "application/vnd.microsoft.portable-executable",
    "flac": "audio/flac",
    "geojson": "application/geo+json",
    "gif": "image/gif",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
    "gpx": "application/gpx+xml",
    "gz": "application/gzip",
    "heic": "image/heic",
    "heif": "image/heif",
    "htm": "text/html",
    "html": "text/html",
    "ico": "image/x-icon",
    "ics": "text/calendar",
    "jar": "application/java-archive",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "jxl": "image/jxl",
    "kml": "application/vnd.google-earth.kml+xml",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4a": "audio/mp4",
    "m4s": "video/iso.segment",
    "m4v": "video/x-m4v",
    "map": "application/json",
    "markdown": "text/markdown",
    "md": "text/markdown",
    "mid": "audio/midi",
    "mjs": "text/javascript",
    "mkv": "video/x-matroska",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "mpd": "application/dash+xml",
    "mpeg": "video/mpeg",
    "mpg": "video/mpeg",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "otf": "font/otf",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ps": "application/postscript",
    "rar": "application/vnd.rar",
    "rdf": "application/rdf+xml",
    "rss": "application/rss+xml",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "svgz": "image/svg+xml",
    "tar": "application/x-tar",
    "tgz": "application/gzip",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "ts": "video/mp2t",
    "ttc": "font/collection",
    "ttf": "font/ttf",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "vtt": "text/vtt",
    "wasm": "application/wasm",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xht": "application/xhtml+xml",
    "xhtml": "application/xhtml+xml",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "xsl": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
    "zst": "application/zstd",
}

# Files that carry their encoding in their type: browsers show them only with this header.
ENCODINGS = {"svgz": "gzip"}

# How a compressed form is named beside its original, as by the builds of web sites (a request for app.js.br).
COMPRESSED_FORMS = {".br": "br", ".gz": "gzip"}
# Beside these a compressed form is a file of its own to download, which browsers must not unpack.
ARCHIVES = (
    OCTETS,
    "application/gzip",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/x-br",
    "application/x-bzip2",
    "application/x-tar",
    "application/zip",
    "application/zstd",
)

# Names without an extension that mean something on a web server (RFC 8615, Apple and Google app links).
NAMES = {
    "apple-app-site-association": "application/json",
}


def content_type(name: str) -> str | None:
    """Return the type of a file by its name, texts with their charset, or None when the name says nothing."""
    base = name.rpartition("/")[2]
    found = NAMES.get(base) or TYPES.get(_extension(base))
    return f"{found}; charset=utf-8" if found and found.startswith("text/") else found


def content_encoding(name: str) -> str | None:
    """Return the encoding that goes with a file's type, or None."""
    return ENCODINGS.get(_extension(name.rpartition("/")[2]))


def compressed_form(name: str) -> tuple[str, str]:
    """Return the name of the original and the encoding of a file named like a compressed form, else empty texts."""
    for ending, encoding in COMPRESSED_FORMS.items():
        original = name.removesuffix(ending)
        if original != name and original and not original.endswith("/"):
            return original, encoding
    return "", ""


def is_archive(value: str) -> bool:
    """Tell whether a content type is an archive or unknown bytes, which are not shown but kept."""
    return value.partition(";")[0].strip().lower() in ARCHIVES


def is_html(value: str) -> bool:
    """Tell whether a content type is a page, which refers to other files."""
    return value.partition(";")[0].strip().lower() in HTML_TYPES


def _extension(base: str) -> str:
    stem, dot, extension = base.rpartition(".")
    return extension.lower() if dot and stem else ""
