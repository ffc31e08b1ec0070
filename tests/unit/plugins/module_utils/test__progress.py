# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from ansible_collections.cdn.aws.plugins.module_utils._progress import Look, Progress, start, tell


def test_each_look_is_a_line_of_the_file(tmp_path):
    file = tmp_path / "looks"
    progress = Progress(str(file))
    progress.tell(Look("Issuing", "PENDING", 1.5, "5 minutes", ("not seen",)))
    progress.tell(Look("Issuing", "ISSUED", 3, done=True))
    first, last = map(json.loads, file.read_text().splitlines())
    assert first == {
        "what": "Issuing",
        "status": "PENDING",
        "seconds": 1.5,
        "usual": "5 minutes",
        "facts": ["not seen"],
        "done": False,
        "resume": "",
    }
    assert (last["status"], last["done"]) == ("ISSUED", True)


def test_the_result_tells_each_wait_once_with_its_whole_time():
    progress = Progress()
    for seconds in (1, 2, 3.04):
        progress.tell(Look("Issuing", "PENDING", seconds, "5 minutes"))
    progress.tell(Look("Spreading", "PENDING", 7))
    assert progress.waits() == [
        {"what": "Issuing", "usual": "5 minutes", "seconds": 3.0},
        {"what": "Spreading", "usual": "", "seconds": 7},
    ]


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path):
    progress = Progress(str(tmp_path / "no folder" / "looks"))
    progress.tell(Look("Issuing", "PENDING", 1))
    progress.tell(Look("Issuing", "PENDING", 2))
    assert progress.waits()[0]["seconds"] == 2


def test_a_new_task_begins_without_waits():
    tell(Look("Issuing", "PENDING", 1))
    progress = start()
    assert progress.waits() == []
    tell(Look("Spreading", "PENDING", 1))
    assert [wait["what"] for wait in progress.waits()] == ["Spreading"]
