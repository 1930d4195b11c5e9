"""Addresses of the ground floor's own pages."""

from django.urls import path

from portal.views.about import Accessibility, Help, Privacy, SignInCard, SignInCardPdf
from portal.views.api_tokens import ApiTokens, TakeBackApiToken
from portal.views.areas import AreaHome, PutOffPasskey
from portal.views.calls import CallSheet, RecordCall
from portal.views.communication_needs import ChooseChannel, ChooseFormats, CommunicationNeedsPage, ReviewNeeds
from portal.views.conduct import AcceptGuidelines, Guidelines, PublishGuidelines
from portal.views.health import Healthz, Readyz
from portal.views.joining import JoinArea
from portal.views.letters import AllLetters, DownloadLetter, Letters, PostLetter
from portal.views.notices import MarkNoticeRead, MarkNoticesRead, Notices, OpenNotice, Outbox
from portal.views.one_time_codes import (
    DisownOneTimeCode,
    FindMember,
    MakeOneTimeCode,
    OneTimeCodes,
    UseOneTimeCode,
)
from portal.views.preferences import Preferences, SwitchEasyRead
from portal.views.profile import EditBudget, EditDistrict, EditInterests, EditName, EditTimes, Person, ProfilePage
from portal.views.supporters import (
    AcceptDelegation,
    AskSupporter,
    DeclineDelegation,
    GiveBackDelegation,
    HelpingNow,
    RevokeDelegation,
    StartHelping,
    StopHelping,
    Supporters,
    SupportersDeeds,
    WhomIHelp,
)

app_name = "portal"

urlpatterns = [
    path("", AreaHome.as_view(), name="area_home"),
    path("join/", JoinArea.as_view(), name="join_area"),
    path("passkey/later/", PutOffPasskey.as_view(), name="put_off_passkey"),
    path("guidelines/", Guidelines.as_view(), name="guidelines"),
    path("guidelines/agree/", AcceptGuidelines.as_view(), name="accept_guidelines"),
    path("guidelines/new/", PublishGuidelines.as_view(), name="publish_guidelines"),
    path("profile/", ProfilePage.as_view(), name="profile"),
    path("profile/name/", EditName.as_view(), name="edit_name"),
    path("profile/interests/", EditInterests.as_view(), name="edit_interests"),
    path("profile/district/", EditDistrict.as_view(), name="edit_district"),
    path("profile/times/", EditTimes.as_view(), name="edit_times"),
    path("profile/budget/", EditBudget.as_view(), name="edit_budget"),
    path("profile/telling-you/", CommunicationNeedsPage.as_view(), name="communication_needs"),
    path("profile/telling-you/how/", ChooseChannel.as_view(), name="choose_channel"),
    path("profile/telling-you/formats/", ChooseFormats.as_view(), name="choose_formats"),
    path("profile/telling-you/still-right/", ReviewNeeds.as_view(), name="review_needs"),
    path("people/<uuid:profile_id>/", Person.as_view(), name="person"),
    path("notices/", Notices.as_view(), name="notices"),
    path("notices/read/", MarkNoticesRead.as_view(), name="mark_notices_read"),
    path("notices/<uuid:notice_id>/read/", MarkNoticeRead.as_view(), name="mark_notice_read"),
    path("n/<slug:code>/", OpenNotice.as_view(), name="open_notice"),
    path("letters/", Letters.as_view(), name="letters"),
    path("letters/all/", AllLetters.as_view(), name="all_letters"),
    path("letters/<uuid:letter_id>/", DownloadLetter.as_view(), name="download_letter"),
    path("letters/<uuid:letter_id>/posted/", PostLetter.as_view(), name="post_letter"),
    path("calls/", CallSheet.as_view(), name="call_sheet"),
    path("calls/<uuid:notice_id>/", RecordCall.as_view(), name="record_call"),
    path("outbox/", Outbox.as_view(), name="outbox"),
    path("tokens/", ApiTokens.as_view(), name="api_tokens"),
    path("tokens/<uuid:token_id>/take-back/", TakeBackApiToken.as_view(), name="take_back_api_token"),
    path("preferences/", Preferences.as_view(), name="preferences"),
    path("preferences/easy-read/", SwitchEasyRead.as_view(), name="switch_easy_read"),
    path("help/", Help.as_view(), name="help"),
    path("privacy/", Privacy.as_view(), name="privacy"),
    path("accessibility/", Accessibility.as_view(), name="accessibility"),
    path("sign-in-card/", SignInCard.as_view(), name="sign_in_card"),
    path("sign-in-card/pdf/", SignInCardPdf.as_view(), name="sign_in_card_pdf"),
    path("code/", UseOneTimeCode.as_view(), name="use_one_time_code"),
    path("codes/", OneTimeCodes.as_view(), name="one_time_codes"),
    path("codes/<uuid:code_id>/not-me/", DisownOneTimeCode.as_view(), name="disown_one_time_code"),
    path("codes/new/", FindMember.as_view(), name="find_member"),
    path("codes/new/<uuid:profile_id>/", MakeOneTimeCode.as_view(), name="make_one_time_code"),
    path("supporters/", Supporters.as_view(), name="supporters"),
    path("supporters/new/", AskSupporter.as_view(), name="ask_supporter"),
    path("supporters/done/", SupportersDeeds.as_view(), name="supporters_deeds"),
    path("supporters/<uuid:pk>/stop/", RevokeDelegation.as_view(), name="revoke_delegation"),
    path("helping/", WhomIHelp.as_view(), name="whom_i_help"),
    path("helping/now/", HelpingNow.as_view(), name="helping_now"),
    path("helping/leave/", StopHelping.as_view(), name="stop_helping"),
    path("helping/<uuid:pk>/yes/", AcceptDelegation.as_view(), name="accept_delegation"),
    path("helping/<uuid:pk>/no/", DeclineDelegation.as_view(), name="decline_delegation"),
    path("helping/<uuid:pk>/start/", StartHelping.as_view(), name="start_helping"),
    path("helping/<uuid:pk>/give-back/", GiveBackDelegation.as_view(), name="give_back_delegation"),
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
]
