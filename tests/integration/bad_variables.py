# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Variables that roles must refuse: what is laid over good ones, and words of the one line that says so; data."""

from __future__ import annotations

import datetime
import typing as t

from tests.chaos.wild import SECRET
from tests.integration.bad_options import LONG_LABEL, MANY_TAGS
from tests.integration.site import BUCKET, DOMAIN

# The role, what is wrong, the variables, and words of the line; bad_environment is the environment of the run.
Case = tuple[str, str, dict[str, t.Any], str]

UNDEFINED = "{{ nobody_has_defined_this }}"
# Set by preparing the lab.
OTHERS_BUCKET, OTHERS_ALIAS, OTHERS_DOMAIN = "bucket-of-others", "taken.example.test", "owned.example.test"
NO_KEYS = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}

GOOD: dict[str, dict[str, t.Any]] = {
    "bucket": {"bucket_name": BUCKET},
    "certificate": {"certificate_domain_name": DOMAIN, "certificate_dns_checks": False},
    "distribution": {"distribution_bucket": BUCKET, "distribution_bucket_region": "eu-central-1"},
    "dns": {"dns_names": [DOMAIN], "dns_target": "d111111abcdef8.cloudfront.net"},
    "publish": {"publish_source": "{{ playbook_dir }}", "publish_bucket": BUCKET},
    "refresh": {"refresh_domain": DOMAIN, "refresh_bucket": BUCKET},
    "site": {"site_domain": DOMAIN, "site_bucket": BUCKET, "site_dns_checks": False},
    "verify": {"verify_domain": DOMAIN},
}
CASES: list[Case] = [
    ("bucket", "no name", {"bucket_name": None}, "bucket_name"),
    ("bucket", "undefined", {"bucket_name": UNDEFINED}, "nobody_has_defined_this"),
    ("bucket", "upper case", {"bucket_name": "Not_A_Bucket"}, "Not_A_Bucket"),
    ("bucket", "a date", {"bucket_name": datetime.date(2026, 1, 1), "bucket_tags": ["x"]}, "bucket_tags"),
    ("bucket", "an empty name", {"bucket_name": ""}, "name of a bucket"),
    ("bucket", "a list for a dictionary", {"bucket_encryption": ["AES256"]}, "bucket_encryption"),
    ("bucket", "a state of nothing", {"bucket_state": "gone"}, "bucket_state"),
    ("bucket", "sometimes", {"bucket_versioning": "sometimes"}, "bucket_versioning"),
    ("bucket", "AWS's tags", {"bucket_tags": {"aws:x": "1"}}, "aws:"),
    ("bucket", "undefined tags", {"bucket_tags": UNDEFINED}, "nobody_has_defined_this"),
    ("certificate", "no name", {"certificate_domain_name": None}, "certificate_domain_name"),
    ("certificate", "long name", {"certificate_domain_name": f"{'a' * 52}.example.test"}, "at most 64"),
    ("certificate", "an address", {"certificate_domain_name": "192.0.2.1"}, "IP address"),
    ("certificate", "a URL", {"certificate_domain_name": "https://cdn.example.test/"}, "bare name"),
    ("certificate", "key", {"certificate_key_algorithm": "DSA"}, "key_algorithm"),
    ("certificate", "time", {"certificate_wait_timeout": "1h"}, "certificate_wait_timeout"),
    ("certificate", "no list", {"certificate_subject_alternative_names": {"a": 1}}, "subject_alternative_names"),
    ("certificate", "an ambiguous letter", {"certificate_domain_name": "straße.example.test"}, "xn--"),
    ("distribution", "no bucket", {"distribution_bucket": None}, "distribution_bucket"),
    ("distribution", "undefined", {"distribution_aliases": [UNDEFINED]}, "nobody_has_defined_this"),
    ("distribution", "price class", {"distribution_price_class": "PriceClass_50"}, "PriceClass_50"),
    ("distribution", "no certificate", {"distribution_aliases": [DOMAIN]}, "certificate"),
    ("distribution", "seconds", {"distribution_browser_cache_seconds": "1d"}, "distribution_browser_cache_seconds"),
    ("distribution", "a path", {"distribution_origin_path": "x/"}, "slash"),
    (
        "distribution",
        "a secret header",
        {
            "distribution_options": {
                "origins": [
                    {
                        "id": "o",
                        "domain_name": "o.example.test",
                        "custom_headers": [{"header_name": "Host", "header_value": SECRET}],
                    }
                ]
            }
        },
        "Host",
    ),
    (
        "distribution",
        "no option",
        {"distribution_options": {"colour": "red"}},
        "distribution_options, in a site site_distribution: colour",
    ),
    ("dns", "no names", {"dns_names": None}, "dns_names"),
    ("dns", "undefined", {"dns_target": UNDEFINED}, "nobody_has_defined_this"),
    ("dns", "a space", {"dns_names": ["my www.example.test"]}, "my www.example.test"),
    ("dns", "long label", {"dns_names": [LONG_LABEL]}, "63"),
    ("dns", "another zone", {"dns_names": ["cdn.elsewhere.test"]}, "cdn.elsewhere.test"),
    ("dns", "provider", {"dns_provider": "bind"}, "dns_provider"),
    ("bucket", "no option", {"bucket_options": {"versionning": True}}, "versionning"),
    ("publish", "no option", {"publish_options": {"thread": 3}}, "publish_options: thread"),
    ("publish", "no source", {"publish_source": None}, "publish_source"),
    ("publish", "nowhere", {"publish_source": "/nowhere/at/all"}, "/nowhere/at/all"),
    ("publish", "no bucket", {"publish_bucket": "not a bucket"}, "not a bucket"),
    ("publish", "percent", {"publish_purge_limit": 101}, "purge_limit"),
    ("publish", "threads", {"publish_threads": "many"}, "publish_threads"),
    ("publish", "a line break", {"publish_cache_control": "max-age=60\nX: y"}, "cache_control"),
    ("publish", "undefined", {"publish_rules": UNDEFINED}, "nobody_has_defined_this"),
    ("refresh", "no time", {"refresh_domain": OTHERS_DOMAIN, "refresh_since": "yesterday"}, "since"),
    ("refresh", "no domain", {"refresh_domain": None}, "refresh_domain"),
    ("verify", "a URL", {"verify_domain": "https://cdn.example.test"}, "bare name"),
    ("verify", "a path", {"verify_paths": ["x"]}, "slash"),
    ("verify", "undefined", {"verify_paths": UNDEFINED}, "nobody_has_defined_this"),
    ("verify", "a cause of nothing", {"verify_accepted_causes": ["weather"]}, "weather"),
    ("site", "no domain", {"site_domain": None}, "site_domain"),
    ("site", "undefined", {"site_domain": UNDEFINED}, "nobody_has_defined_this"),
    ("site", "undefined in a list", {"site_aliases": [UNDEFINED]}, "nobody_has_defined_this"),
    ("site", "outside every zone", {"site_domain": "cdn.elsewhere.test"}, "cdn.elsewhere.test"),
    (
        "site",
        "not delegated",
        {"site_domain": "cdn.elsewhere.test", "site_dns_checks": True},
        "elsewhere.test is not delegated",
    ),
    ("site", "a bucket of capitals", {"site_bucket": "Not_A_Bucket"}, "Not_A_Bucket"),
    ("site", "a bucket of others", {"site_bucket": OTHERS_BUCKET}, OTHERS_BUCKET),
    ("site", "price class", {"site_price_class": "PriceClass_50"}, "PriceClass_50"),
    ("site", "price class of the long way", {"site_distribution": {"price_class": "PriceClass_50"}}, "PriceClass_100"),
    (
        "site",
        "certificate of another region",
        {
            "site_distribution": {
                "viewer_certificate": {"acm_certificate_arn": "arn:aws:acm:eu-west-1:000000000000:certificate/x"}
            }
        },
        "us-east-1",
    ),
    ("site", "an alias of others", {"site_aliases": [OTHERS_ALIAS]}, OTHERS_ALIAS),
    ("site", "a domain of others", {"site_domain": OTHERS_DOMAIN}, "site_adopt"),
    ("site", "no credentials", {"bad_environment": NO_KEYS}, "AWS_PROFILE"),
    (
        "site",
        "nobody at the endpoint",
        {"bad_environment": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}},
        "http://127.0.0.1:9",
    ),
    ("site", "too many tags", {"site_tags": MANY_TAGS}, "50"),
    ("site", "a name that is too long", {"site_domain": f"{'a' * 52}.example.test"}, "at most 64"),
    ("site", "an address", {"site_domain": "192.0.2.1"}, "IP address"),
    ("site", "a URL", {"site_domain": "https://cdn.example.test"}, "bare name"),
    ("site", "no boolean", {"site_overwrite_dns": "perhaps"}, "site_overwrite_dns"),
]
