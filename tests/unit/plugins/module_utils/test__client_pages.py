# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from tests.unit.answers import NAMESPACE, Answer, error


def functions(name, following=""):
    marker = f"<NextMarker>{following}</NextMarker>" if following else ""
    item = (
        f"<FunctionSummary><Name>{name}</Name><FunctionConfig><Comment/><Runtime>cloudfront-js-2.0</Runtime>"
        "</FunctionConfig><FunctionMetadata><FunctionARN>arn</FunctionARN>"
        "<LastModifiedTime>2026-01-05T10:00:00Z</LastModifiedTime></FunctionMetadata></FunctionSummary>"
    )
    return Answer(
        body=f'<FunctionList xmlns="{NAMESPACE}">{marker}<MaxItems>1</MaxItems><Quantity>1</Quantity>'
        f"<Items>{item}</Items></FunctionList>"
    )


class TestPages:
    def test_a_list_without_a_paginator_is_read_to_its_end(self, aws, clients):
        """X-06, with one item a page."""
        aws.give(functions("one", "two"), functions("two", "three"), functions("three"))
        pages = clients.pages("cloudfront:ListFunctions", {"Stage": "LIVE"})
        assert [item["Name"] for page in pages for item in page["FunctionList"]["Items"]] == ["one", "two", "three"]
        assert [set(path.partition("?")[2].split("&")) for _, path, _ in aws.requests] == [
            {"Stage=LIVE"},
            {"Stage=LIVE", "Marker=two"},
            {"Stage=LIVE", "Marker=three"},
        ]

    def test_a_list_with_a_paginator_is_read_to_its_end(self, aws, clients):
        def zones(name, following=""):
            marker = (
                f"<IsTruncated>{'true' if following else 'false'}</IsTruncated><NextMarker>{following}</NextMarker>"
            )
            return Answer(
                body=f"<ListHostedZonesResponse><HostedZones><HostedZone><Id>/hostedzone/{name}</Id><Name>{name}</Name>"
                f"<CallerReference>r</CallerReference></HostedZone></HostedZones><MaxItems>1</MaxItems>{marker}"
                "</ListHostedZonesResponse>"
            )

        aws.give(zones("a.test.", "b"), zones("b.test."))
        pages = clients.pages("route53:ListHostedZones")
        assert [zone["Name"] for page in pages for zone in page["HostedZones"]] == ["a.test.", "b.test."]

    def test_pages_are_asked_for_only_when_wanted(self, aws, clients):
        aws.give(functions("one", "two"))
        next(clients.pages("cloudfront:ListFunctions"))
        assert len(aws.requests) == 1

    def test_nothing_is_concluded_from_a_part_of_a_list(self, aws, clients):
        """ListHostedZonesByName goes on with two names instead of a marker."""
        body = "<ListHostedZonesByNameResponse><HostedZones/><IsTruncated>true</IsTruncated><MaxItems>1</MaxItems>"
        aws.give(Answer(body=f"{body}<NextDNSName>b.test.</NextDNSName></ListHostedZonesByNameResponse>"))
        with pytest.raises(CdnError, match="no marker to go on with"):
            list(clients.pages("route53:ListHostedZonesByName"))

    def test_an_error_on_a_page_is_translated(self, aws, clients):
        aws.give(functions("one", "two"), error("AccessDenied", "no", status=403))
        with pytest.raises(AwsError, match="Not allowed to do cloudfront:ListFunctions"):
            list(clients.pages("cloudfront:ListFunctions"))
