"""Addresses of wishes and pools."""

from django.urls import include, path

from pools.views.agreements import (
    AgreementDocumentPage,
    AgreementPage,
    DownloadAgreement,
    FreezeAgreement,
    MakeDocument,
    SignAgreement,
    SignedAgreement,
)
from pools.views.consents import AddConsent, ConsentPaper, Consents, FileConsent, NeedConsent, WaiveConsent
from pools.views.costing import (
    AddLine,
    AnswerLine,
    Costs,
    DescribeSheet,
    RemoveLine,
    SetShareNumbers,
    SetSharing,
    Shares,
    WaiveLine,
)
from pools.views.decisions import CastVote, CloseVote, ProposalPage, Propose, ReopenCosting
from pools.views.demand import Method, Overview, Release, ReleaseCsv, Table, TableCsv
from pools.views.invitations import AcceptInvitation, DeclineInvitation, InvitationPage, InvitePeople, JoinPool
from pools.views.leaving import LeavePool, Leaving, StayInPool, WarnOfLeaving
from pools.views.pools import PoolHome, Pools, StartPoolFromGroup, StartPoolFromOffer, StartPoolFromWish
from pools.views.purchases import AcceptDisclaimer, RecordInduction, RecordPurchase, StartUsing, Using
from pools.views.wishes import (
    ChangeWish,
    ChangeWishNeeds,
    MakeWish,
    OthersWishes,
    Wishes,
    WishesAlike,
    WishPage,
    WithdrawWish,
)

app_name = "pools"

# A namespace of its own: it is what a commissioner may reach (portal/middleware/area.py).
demand = [
    path("", Overview.as_view(), name="overview"),
    path("method/", Method.as_view(), name="method"),
    path("<slug:quarter>.csv", ReleaseCsv.as_view(), name="release_csv"),
    path("<slug:quarter>/", Release.as_view(), name="release"),
    path("<slug:quarter>/<slug:table>.csv", TableCsv.as_view(), name="table_csv"),
    path("<slug:quarter>/<slug:table>/", Table.as_view(), name="table"),
]

urlpatterns = [
    path("demand/", include((demand, "demand"))),
    # Wishes
    path("wishes/", Wishes.as_view(), name="wishes"),
    path("wishes/new/", MakeWish.as_view(), name="make_wish"),
    path("wishes/others/", OthersWishes.as_view(), name="others_wishes"),
    path("wishes/<uuid:pk>/", WishPage.as_view(), name="wish"),
    path("wishes/<uuid:pk>/alike/", WishesAlike.as_view(), name="wishes_alike"),
    path("wishes/<uuid:pk>/change/", ChangeWish.as_view(), name="change_wish"),
    path("wishes/<uuid:pk>/needs/", ChangeWishNeeds.as_view(), name="change_wish_needs"),
    path("wishes/<uuid:pk>/withdraw/", WithdrawWish.as_view(), name="withdraw_wish"),
    path("wishes/<uuid:pk>/pool/", StartPoolFromWish.as_view(), name="start_pool_from_wish"),
    # Pools and their people
    path("pools/", Pools.as_view(), name="pools"),
    path("pools/from-offer/<uuid:pk>/", StartPoolFromOffer.as_view(), name="start_pool_from_offer"),
    path("pools/from-group/<uuid:pk>/", StartPoolFromGroup.as_view(), name="start_pool_from_group"),
    path("pools/invitations/<uuid:pk>/", InvitationPage.as_view(), name="invitation"),
    path("pools/invitations/<uuid:pk>/accept/", AcceptInvitation.as_view(), name="accept_invitation"),
    path("pools/invitations/<uuid:pk>/decline/", DeclineInvitation.as_view(), name="decline_invitation"),
    path("pools/<uuid:pool>/", PoolHome.as_view(), name="pool"),
    path("pools/<uuid:pool>/invite/", InvitePeople.as_view(), name="invite_people"),
    path("pools/<uuid:pool>/join/", JoinPool.as_view(), name="join_pool"),
    path("pools/<uuid:pool>/leaving/", Leaving.as_view(), name="leaving"),
    path("pools/<uuid:pool>/leaving/warn/", WarnOfLeaving.as_view(), name="warn_of_leaving"),
    path("pools/<uuid:pool>/leaving/stay/", StayInPool.as_view(), name="stay_in_pool"),
    path("pools/<uuid:pool>/leaving/leave/", LeavePool.as_view(), name="leave_pool"),
    # Costs and shares
    path("pools/<uuid:pool>/costs/", Costs.as_view(), name="costs"),
    path("pools/<uuid:pool>/costs/new/", AddLine.as_view(), name="add_line"),
    path("pools/<uuid:pool>/costs/details/", DescribeSheet.as_view(), name="describe_sheet"),
    path("pools/<uuid:pool>/costs/reopen/", ReopenCosting.as_view(), name="reopen_costing"),
    path("pools/<uuid:pool>/costs/<uuid:pk>/", AnswerLine.as_view(), name="answer_line"),
    path("pools/<uuid:pool>/costs/<uuid:pk>/not-needed/", WaiveLine.as_view(), name="waive_line"),
    path("pools/<uuid:pool>/costs/<uuid:pk>/remove/", RemoveLine.as_view(), name="remove_line"),
    path("pools/<uuid:pool>/shares/", Shares.as_view(), name="shares"),
    path("pools/<uuid:pool>/shares/rule/", SetSharing.as_view(), name="set_sharing"),
    path("pools/<uuid:pool>/shares/rule/<slug:rule>/", SetShareNumbers.as_view(), name="set_share_numbers"),
    # The yes of others
    path("pools/<uuid:pool>/consents/", Consents.as_view(), name="consents"),
    path("pools/<uuid:pool>/consents/new/", AddConsent.as_view(), name="add_consent"),
    path("pools/<uuid:pool>/consents/<uuid:pk>/need/", NeedConsent.as_view(), name="need_consent"),
    path("pools/<uuid:pool>/consents/<uuid:pk>/not-needed/", WaiveConsent.as_view(), name="waive_consent"),
    path("pools/<uuid:pool>/consents/<uuid:pk>/file/", FileConsent.as_view(), name="file_consent"),
    path("pools/<uuid:pool>/consents/<uuid:pk>/paper/", ConsentPaper.as_view(), name="consent_paper"),
    # Deciding
    path("pools/<uuid:pool>/propose/", Propose.as_view(), name="propose"),
    path("pools/<uuid:pool>/votes/<uuid:pk>/", ProposalPage.as_view(), name="proposal"),
    path("pools/<uuid:pool>/votes/<uuid:pk>/vote/", CastVote.as_view(), name="cast_vote"),
    path("pools/<uuid:pool>/votes/<uuid:pk>/close/", CloseVote.as_view(), name="close_vote"),
    # The agreement
    path("pools/<uuid:pool>/agreement/new/", FreezeAgreement.as_view(), name="freeze_agreement"),
    path("pools/<uuid:pool>/agreement/<int:version>/", AgreementPage.as_view(), name="agreement"),
    path("pools/<uuid:pool>/agreement/<int:version>/sign/", SignAgreement.as_view(), name="sign_agreement"),
    path("pools/<uuid:pool>/agreement/<int:version>/signed/", SignedAgreement.as_view(), name="signed_agreement"),
    path("pools/<uuid:pool>/agreement/<int:version>/pdf/", AgreementDocumentPage.as_view(), name="agreement_document"),
    path("pools/<uuid:pool>/agreement/<int:version>/pdf/make/", MakeDocument.as_view(), name="make_document"),
    path("pools/<uuid:pool>/agreement/<int:version>/download/", DownloadAgreement.as_view(), name="download_agreement"),
    # Buying and using
    path("pools/<uuid:pool>/purchase/", RecordPurchase.as_view(), name="record_purchase"),
    path("pools/<uuid:pool>/using/", Using.as_view(), name="using"),
    path("pools/<uuid:pool>/using/<uuid:pk>/induction/", RecordInduction.as_view(), name="record_induction"),
    path("pools/<uuid:pool>/using/disclaimer/", AcceptDisclaimer.as_view(), name="accept_disclaimer"),
    path("pools/<uuid:pool>/using/start/", StartUsing.as_view(), name="start_using"),
]
