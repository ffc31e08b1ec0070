# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What IAM asks for when an operation is called, from AWS's documents and not from the collection's own table.

"Actions, resources, and condition keys for AWS services" has the names, "Required permissions for Amazon S3 API
operations" and "CloudFront API permissions" what each operation needs.
"""

from __future__ import annotations

# Operations whose one action has their name.
_SAME = {
    "acm": """
        AddTagsToCertificate DeleteCertificate DescribeCertificate ListCertificates ListTagsForCertificate
        RemoveTagsFromCertificate RequestCertificate
    """,
    "cloudfront": """
        CreateCachePolicy CreateCloudFrontOriginAccessIdentity CreateDistribution CreateFunction CreateInvalidation
        CreateKeyGroup CreateOriginAccessControl CreateOriginRequestPolicy CreatePublicKey CreateResponseHeadersPolicy
        DeleteCachePolicy DeleteDistribution DeleteFunction DeleteKeyGroup DeleteOriginAccessControl
        DeleteOriginRequestPolicy DeletePublicKey DeleteResponseHeadersPolicy DescribeFunction GetCachePolicy
        GetDistribution GetFunction GetInvalidation GetKeyGroup GetOriginAccessControl GetOriginRequestPolicy
        GetPublicKey GetResponseHeadersPolicy GetStreamingDistribution ListCachePolicies
        ListCloudFrontOriginAccessIdentities ListConflictingAliases ListContinuousDeploymentPolicies ListDistributions
        ListDistributionsByCachePolicyId ListDistributionsByKeyGroup ListDistributionsByOriginRequestPolicyId
        ListDistributionsByResponseHeadersPolicyId ListInvalidations ListKeyGroups ListKeyValueStores
        ListOriginAccessControls ListOriginRequestPolicies ListPublicKeys ListRealtimeLogConfigs
        ListResponseHeadersPolicies ListTagsForResource ListVpcOrigins PublishFunction TagResource TestFunction
        UntagResource UpdateCachePolicy UpdateDistribution UpdateFunction UpdateKeyGroup UpdateOriginAccessControl
        UpdateOriginRequestPolicy UpdatePublicKey UpdateResponseHeadersPolicy
    """,
    "iam": """
        CreateRole GetPolicy GetPolicyVersion GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies
        PutRolePolicy SimulatePrincipalPolicy
    """,
    "kms": "Decrypt DescribeKey GenerateDataKey GetKeyPolicy",
    "route53": """
        ChangeResourceRecordSets GetChange GetHostedZone GetHostedZoneLimit ListHostedZones ListHostedZonesByName
        ListResourceRecordSets
    """,
    "s3": """
        AbortMultipartUpload CreateBucket DeleteBucket DeleteBucketPolicy DeleteObject GetBucketAcl GetBucketLocation
        GetBucketLogging GetBucketOwnershipControls GetBucketPolicy GetBucketTagging GetBucketVersioning GetObject
        GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTagging PutBucketAcl PutBucketLogging
        PutBucketOwnershipControls PutBucketPolicy PutBucketTagging PutBucketVersioning PutObject PutObjectAcl
        PutObjectLegalHold PutObjectRetention PutObjectTagging
    """,
    "sts": "AssumeRole GetCallerIdentity",
    "wafv2": """
        CreateWebACL DeleteWebACL GetWebACL ListTagsForResource ListWebACLs TagResource UntagResource UpdateWebACL
    """,
}
# Operations that IAM knows by other names.
_OTHER = {
    "cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution cloudfront:TagResource",
    "s3:CompleteMultipartUpload": "s3:PutObject",
    "s3:CopyObject": "s3:GetObject s3:PutObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:DeleteBucketCors": "s3:PutBucketCORS",
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
    "s3:DeleteBucketTagging": "s3:PutBucketTagging",
    "s3:DeleteObjects": "s3:DeleteObject",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetBucketCors": "s3:GetBucketCORS",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:PutBucketCors": "s3:PutBucketCORS",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:UploadPart": "s3:PutObject",
    "s3:UploadPartCopy": "s3:GetObject s3:PutObject",
    "s3control:CreateJob": "s3:CreateJob iam:PassRole",
    "s3control:DescribeJob": "s3:DescribeJob",
    "s3control:ListJobs": "s3:ListJobs",
    "service-quotas:GetAWSDefaultServiceQuota": "servicequotas:GetAWSDefaultServiceQuota",
    "service-quotas:GetServiceQuota": "servicequotas:GetServiceQuota",
}
# What they need besides, by what is sent and what is there.
_WRITTEN = "s3:PutObjectTagging s3:PutObjectAcl s3:PutObjectRetention s3:PutObjectLegalHold"
_ATTACHED = "s3:GetBucketAcl s3:PutBucketAcl wafv2:GetWebACL"
_MORE = {
    "acm:RequestCertificate": "acm:AddTagsToCertificate",
    "cloudfront:CreateDistribution": _ATTACHED,
    "cloudfront:CreateDistributionWithTags": _ATTACHED,
    "cloudfront:CreateFunction": "cloudfront:TagResource",
    "cloudfront:UpdateDistribution": _ATTACHED,
    "s3:CopyObject": f"s3:GetObjectTagging s3:GetObjectVersion s3:GetObjectVersionTagging {_WRITTEN}",
    "s3:CreateBucket": """
        s3:PutBucketOwnershipControls s3:PutBucketAcl s3:PutBucketObjectLockConfiguration s3:PutBucketVersioning
    """,
    "s3:CreateMultipartUpload": _WRITTEN,
    "s3:DeleteObject": "s3:DeleteObjectVersion s3:BypassGovernanceRetention",
    "s3:DeleteObjects": "s3:DeleteObjectVersion s3:BypassGovernanceRetention",
    "s3:GetObject": "s3:GetObjectVersion s3:ListBucket",
    "s3:HeadObject": "s3:GetObjectVersion s3:ListBucket",
    "s3:PutObject": _WRITTEN,
    "wafv2:CreateWebACL": "wafv2:TagResource",
}
MORE: dict[str, frozenset[str]] = {operation: frozenset(actions.split()) for operation, actions in _MORE.items()}
ACTIONS: dict[str, tuple[str, ...]] = {
    **{f"{service}:{name}": (f"{service}:{name}",) for service, names in _SAME.items() for name in names.split()},
    **{operation: tuple(actions.split()) for operation, actions in _OTHER.items()},
}


def actions_of(operation: str) -> tuple[str, ...]:
    """Return the actions of an operation; one that is not listed has its own name."""
    return ACTIONS.get(operation, (operation,))
