"""The ground floor's tables: areas, people, what they like, and what the portal tells them."""

from portal.models.api_token import ApiToken
from portal.models.area import Area
from portal.models.audit_event import AuditEvent
from portal.models.call_attempt import CallAttempt, CallOutcome
from portal.models.communication_needs import Channel, CommunicationNeeds, Format
from portal.models.conduct import ConductAcceptance, ConductGuidelines
from portal.models.delegation import Delegation, DelegationState, DelegationStatus, Scope, Voice
from portal.models.district import District
from portal.models.interest import Interest, InterestCategory, ProfileInterest
from portal.models.letter import Letter
from portal.models.member_card import MemberCard
from portal.models.notification import Notification
from portal.models.one_time_code import HowKnown, OneTimeCode
from portal.models.profile import FundingKind, ModerationLevel, Profile, Role, TimeOfWeek
from portal.models.stored_file import StoredFile
from portal.models.user import User

__all__ = [
    "ApiToken",
    "Area",
    "AuditEvent",
    "CallAttempt",
    "CallOutcome",
    "Channel",
    "CommunicationNeeds",
    "ConductAcceptance",
    "ConductGuidelines",
    "Delegation",
    "DelegationState",
    "DelegationStatus",
    "District",
    "Format",
    "FundingKind",
    "HowKnown",
    "Interest",
    "InterestCategory",
    "Letter",
    "MemberCard",
    "ModerationLevel",
    "Notification",
    "OneTimeCode",
    "Profile",
    "ProfileInterest",
    "Role",
    "Scope",
    "StoredFile",
    "TimeOfWeek",
    "User",
    "Voice",
]
