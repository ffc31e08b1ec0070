#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage CloudFront Functions."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_function
short_description: Manage CloudFront Functions
version_added: 0.1.0
description:
  - A CloudFront Function is a small piece of JavaScript that changes the requests or responses of viewers on their way
    through a distribution, such as C(/about/) to C(/about/index.html).
  - Creates, changes, tests, publishes or deletes one function. Only the options that are given are changed.
  - A function has two stages. Changes arrive in C(DEVELOPMENT), where they are tested; a publication copies them to
    C(LIVE), which is what distributions run. A publication takes effect in all of them at once, and no distribution
    has to be updated for it.
  - A distribution refers to the function by its name or ARN in the option C(function_associations) of a behaviour; see
    M(cdn.aws.cloudfront_distribution).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  name:
    description:
      - The name, unique in the account, 1 to 64 letters, digits, hyphens and underscores.
      - It cannot be changed; a function with another name is another function.
    type: str
    required: true
  comment:
    description:
      - What it is for.
      - Default on create is an empty text.
    type: str
  runtime:
    description:
      - The runtime that the code is written for.
      - Default on create is V(cloudfront-js-2.0).
    type: str
    choices: [cloudfront-js-1.0, cloudfront-js-2.0]
  code:
    description:
      - The code, at most 10 KB; it must define a function C(handler(event)).
      - The code is compared to the byte, so keep the end of the text the same from run to run.
      - A function that does not exist yet needs O(code) or O(code_file).
    type: str
  code_file:
    description:
      - A file with the code, on the host where the module runs. This is the control node when the play runs with
        C(connection=local) or the task is delegated to C(localhost), as is usual for AWS.
      - A path that is not absolute counts from the working directory of the module; write
        C({{ playbook_dir }}/files/index.js) to be sure.
      - In check mode the file may be missing, since an earlier task may be about to write it; that is warned of.
    type: path
  key_value_store_associations:
    description:
      - The key value store that the function may read; CloudFront allows one. An empty list takes it away.
      - This needs the runtime V(cloudfront-js-2.0).
    type: list
    elements: dict
    suboptions:
      key_value_store_arn:
        description:
          - The ARN or the name of the key value store. An ARN costs no look-up.
        type: str
        required: true
  test_events:
    description:
      - Events that the function is run with in C(DEVELOPMENT) before it is published. When one of them fails, the task
        fails, nothing is published, and C(LIVE) stays as it was.
      - A test fails when the function throws, or when its output lacks something of O(test_events[].expected).
      - The tests run in every real run, also when nothing has changed. They change nothing and so do not count as
        actions. In check mode they are not run, since the code may not be there yet.
      - A warning tells of a test that takes more than 80 percent of the time that a function may take.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - What the test is called in messages.
          - Default is its number in the list, such as C(#1).
        type: str
      event:
        description:
          - The event object that the function gets, in the names of CloudFront's event structure, such as
            C(request.uri) or C(request.headers.host.value).
          - Only what matters for the test has to be given. The rest is that of a plain GET request for C(/), or of a
            response with the status 200 when there is a C(response).
        type: dict
        required: true
      expected:
        description:
          - What the request or response that the function returns must hold, in the names of CloudFront's event
            structure, such as C(uri) or C(statusCode). Members that are not named may be anything; one that is named
            as V(null) must not be there.
          - Without it, a test only fails when the function throws.
        type: dict
  publish:
    description:
      - V(true) lets C(LIVE) be what C(DEVELOPMENT) is after this task, also when somebody else has left something
        there.
      - V(false) leaves C(LIVE) alone.
    type: bool
    default: true
  state:
    description:
      - V(present) creates, changes and publishes it, V(absent) deletes both stages.
      - CloudFront may count it as in use for some minutes after the last distribution has let go of it; a deletion
        waits up to five minutes for that. It fails at once when a distribution still refers to it.
    type: str
    choices: [present, absent]
    default: present
  tags:
    description:
      - Tags as a dictionary. Tags with other keys stay, unless O(purge_tags=true).
      - Tags on functions need a botocore that knows them.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description:
      - Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: cdn.aws.cloudfront_distribution
  - name: The event structure of CloudFront Functions
    description: The members that an event, a request and a response have.
    link: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
"""

EXAMPLES = r"""
- name: Create and publish a function
  cdn.aws.cloudfront_function:
    name: add-index
    code: |
      function handler(event) {
        var request = event.request;
        if (request.uri.endsWith("/")) request.uri += "index.html";
        return request;
      }

- name: Change it from a file, and publish it only if it does what it should
  cdn.aws.cloudfront_function:
    name: add-index
    code_file: "{{ playbook_dir }}/files/add-index.js"
    test_events:
      - name: a directory
        event:
          request:
            uri: /about/
        expected:
          uri: /about/index.html
      - name: a file
        event:
          request:
            uri: /logo.png
        expected:
          uri: /logo.png

- name: Let a distribution run it
  cdn.aws.cloudfront_distribution:
    distribution_id: E2QWRUHAPOMQZL
    default_cache_behavior:
      function_associations:
        - event_type: viewer-request
          function_arn: add-index

- name: Change only the development stage
  cdn.aws.cloudfront_function:
    name: add-index
    comment: Serves directories, and soon more
    publish: false

- name: Delete a function
  cdn.aws.cloudfront_function:
    name: redirect-to-www
    state: absent
"""

RETURN = r"""
function:
  description:
    - The function as its development stage is, V(null) when it does not exist.
  type: dict
  returned: success
  contains:
    name:
      description: The name.
      type: str
      returned: always
      sample: add-index
    arn:
      description: The ARN that a distribution refers to. In check mode on create it is a stand-in.
      type: str
      returned: always
      sample: arn:aws:cloudfront::123456789012:function/add-index
    comment:
      description: What it is for.
      type: str
      returned: always
      sample: Serves directories
    runtime:
      description: The runtime that the code is written for.
      type: str
      returned: always
      sample: cloudfront-js-2.0
    key_value_store_associations:
      description: The key value stores that it may read.
      type: list
      elements: dict
      returned: always
      sample: []
    code_sha256:
      description: The SHA-256 hash of the code in the development stage.
      type: str
      returned: always
      sample: 3f0a377ba0a4a460ecb616f6507ce0d8cfa3e704025d4fda3ed0c5ca05468728
    live:
      description: Whether the live stage has this very code.
      type: bool
      returned: always
      sample: true
    live_code_sha256:
      description: The SHA-256 hash of the code in the live stage, V(null) when it was never published.
      type: str
      returned: always
      sample: 3f0a377ba0a4a460ecb616f6507ce0d8cfa3e704025d4fda3ed0c5ca05468728
    status:
      description: What CloudFront says of it.
      type: str
      returned: always
      sample: UNASSOCIATED
    last_modified_time:
      description: When the development stage was last changed. Not there in check mode on create.
      type: str
      returned: when known
      sample: "2026-03-01T12:00:00+00:00"
    tags:
      description: The tags.
      type: dict
      returned: when O(tags) is given
      sample: {"site": "example.com"}
    test_results:
      description: What the tests led to; also returned when one of them failed, then beside C(msg).
      type: list
      elements: dict
      returned: when there are O(test_events), not in check mode
      contains:
        name:
          description: The name of the test.
          type: str
          returned: always
          sample: a directory
        output:
          description: The request or response that the function returned.
          type: dict
          returned: always
          sample: {"method": "GET", "uri": "/about/index.html"}
        error:
          description: What the function threw, an empty text when nothing.
          type: str
          returned: always
          sample: ""
        logs:
          description: The lines that the function logged.
          type: list
          elements: str
          returned: always
          sample: []
        compute_utilization:
          description: The share of the time that a function may take, in percent.
          type: int
          returned: always
          sample: 12
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeleteFunction, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description: The writes that were made, in order; in check mode those that would be made.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateFunction
      resource: add-index
      change: create
    - operation: cloudfront:PublishFunction
      resource: add-index
      change: update
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, TAGS, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.function import Function
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    {
        "name": {"type": "str", "required": True},
        "comment": {"type": "str"},
        "runtime": {"type": "str", "choices": ["cloudfront-js-1.0", "cloudfront-js-2.0"]},
        "code": {"type": "str"},
        "code_file": {"type": "path"},
        "key_value_store_associations": {
            "type": "list",
            "elements": "dict",
            "no_log": False,
            "options": {"key_value_store_arn": {"type": "str", "required": True, "no_log": False}},
        },
        "test_events": {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str"},
                "event": {"type": "dict", "required": True},
                "expected": {"type": "dict"},
            },
        },
        "publish": {"type": "bool", "default": True},
        **STATE,
        **TAGS,
    },
    mutually_exclusive=(("code", "code_file"),),
)


def main() -> None:
    """Run the module."""
    run_module(Function, SPEC)


if __name__ == "__main__":
    main()
