"""Every named rule of the ground floor's tables, broken by raw SQL and held by PostgreSQL."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from uuid_utils.compat import uuid7

from portal.areas.constraints import AppendOnly, RowLevelSecurity, SameArea
from portal.models import Area, CallAttempt, CallOutcome, Channel, Letter, Profile
from portal.operations.audit import record
from portal.operations.conduct import accept_guidelines, publish_guidelines
from portal.operations.stored_files import store_bytes
from portal.operations.supporters import revoke_delegation
from tests.factories.channels import choose
from tests.factories.portal import (
    MONDAY_AFTERNOON,
    make_champion,
    make_district,
    make_host,
    make_interest,
    make_member,
    make_notification,
)
from tests.factories.supporters import let_help
from tests.factories.ways_in import make_code_for

# Breaks each rule when the world below is there.
BREAKS = {
    "portal_area_accent_known": "UPDATE portal_area SET accent = 'mauve'",
    "portal_area_check_again_months_in_range": "UPDATE portal_area SET check_again_months = 61",
    "portal_area_promised_hours_in_range": "UPDATE portal_area SET promised_hours = 41",
    "portal_auditevent_append_only": "UPDATE portal_auditevent SET action = 'nothing'",
    "portal_auditevent_supporter_and_delegation_together": """
        INSERT INTO portal_auditevent (id, actor_id, supporter_id, action, subject_kind, subject_id, detail, at)
        SELECT gen_random_uuid(), actor_id, actor_id, action, subject_kind, subject_id, detail, at
        FROM portal_auditevent LIMIT 1""",
    "portal_callattempt_append_only": "UPDATE portal_callattempt SET outcome = 'again'",
    "portal_callattempt_outcome_known": """
        INSERT INTO portal_callattempt (id, notification_id, outcome, by_id, at)
        SELECT gen_random_uuid(), notification_id, 'shouted', by_id, at FROM portal_callattempt""",
    "portal_callattempt_told_once": """
        INSERT INTO portal_callattempt (id, notification_id, outcome, by_id, at)
        SELECT gen_random_uuid(), notification_id, outcome, by_id, at FROM portal_callattempt""",
    # Peter is told by text message.
    "portal_communicationneeds_address_where_needed": "UPDATE portal_communicationneeds SET address = 'x'",
    "portal_communicationneeds_channel_known": "UPDATE portal_communicationneeds SET channel = 'pigeon'",
    "portal_communicationneeds_formats_known": "UPDATE portal_communicationneeds SET formats = '{braille}'",
    "portal_communicationneeds_language_where_needed": """
        UPDATE portal_communicationneeds SET formats = '{other_language}'""",
    "portal_communicationneeds_telephone_where_needed": "UPDATE portal_communicationneeds SET channel = 'email'",
    "portal_communicationneeds_texts_go_to_a_mobile": """
        UPDATE portal_communicationneeds SET telephone = '+442079460123'""",
    "portal_conductacceptance_append_only": "DELETE FROM portal_conductacceptance",
    "portal_conductacceptance_unique": """
        INSERT INTO portal_conductacceptance (id, guidelines_id, profile_id, at)
        SELECT gen_random_uuid(), guidelines_id, profile_id, at FROM portal_conductacceptance""",
    "portal_conductguidelines_append_only": "UPDATE portal_conductguidelines SET text = 'Be unkind.'",
    "portal_conductguidelines_version_unique": """
        INSERT INTO portal_conductguidelines (id, version, text, easy_text, published_at)
        SELECT gen_random_uuid(), version, text, easy_text, published_at FROM portal_conductguidelines""",
    "portal_delegation_ends_within_a_year": "UPDATE portal_delegation SET ends_on = starts_on - 1",
    "portal_delegation_scopes_known": "UPDATE portal_delegation SET scopes = '{sign}'",
    "portal_delegation_to_somebody_else": "UPDATE portal_delegation SET supporter_id = member_id",
    "portal_delegation_voice_known": "UPDATE portal_delegation SET voice = 'boss'",
    "portal_delegationstatus_append_only": "UPDATE portal_delegationstatus SET state = 'accepted'",
    "portal_delegationstatus_each_once": """
        INSERT INTO portal_delegationstatus (id, delegation_id, state, at)
        SELECT gen_random_uuid(), delegation_id, 'asked', at FROM portal_delegationstatus LIMIT 1""",
    "portal_delegationstatus_over_once": """
        INSERT INTO portal_delegationstatus (id, delegation_id, state, at)
        SELECT gen_random_uuid(), delegation_id, 'ended', at FROM portal_delegationstatus LIMIT 1""",
    "portal_delegationstatus_state_known": """
        INSERT INTO portal_delegationstatus (id, delegation_id, state, at)
        SELECT gen_random_uuid(), delegation_id, 'lost', at FROM portal_delegationstatus LIMIT 1""",
    "portal_district_slug_unique": """
        INSERT INTO portal_district (id, name, slug) SELECT gen_random_uuid(), 'Other', slug FROM portal_district""",
    "portal_interest_category_known": "UPDATE portal_interest SET category = 'idling'",
    "portal_interest_slug_unique": """
        INSERT INTO portal_interest (id, name, slug, category)
        SELECT gen_random_uuid(), name, slug, category FROM portal_interest""",
    "portal_letter_posted_by_somebody": "UPDATE portal_letter SET posted_at = now()",
    "portal_membercard_number_is_eight_figures": "UPDATE portal_membercard SET number = '1234567a'",
    "portal_membercard_number_unique": """
        INSERT INTO portal_membercard (id, profile_id, number, made_at)
        SELECT gen_random_uuid(), (SELECT id FROM portal_profile WHERE shown_name = 'Hana'), number, made_at
        FROM portal_membercard""",
    "portal_notification_channel_known": "UPDATE portal_notification SET channel = 'pigeon'",
    "portal_notification_code_unique": """
        INSERT INTO portal_notification
            (id, recipient_id, key, subject, body, url, channel, code, state, attempts, created_at)
        SELECT gen_random_uuid(), recipient_id, 'other', '', '', '', channel, code, state, 0, created_at
        FROM portal_notification""",
    "portal_notification_once": """
        INSERT INTO portal_notification
            (id, recipient_id, key, subject, body, url, channel, code, state, attempts, created_at)
        SELECT gen_random_uuid(), recipient_id, key, '', '', '', channel, '', state, 0, created_at
        FROM portal_notification""",
    "portal_notification_only_people_are_waited_for": "UPDATE portal_notification SET state = 'ready'",
    "portal_notification_sent_has_a_time": "UPDATE portal_notification SET state = 'sent', sent_at = NULL",
    "portal_notification_state_known": "UPDATE portal_notification SET state = 'lost'",
    "portal_onetimecode_ends_within_the_hour": """
        UPDATE portal_onetimecode SET expires_at = made_at + interval '2 hours'""",
    "portal_onetimecode_few_wrong_tries": "UPDATE portal_onetimecode SET wrong_tries = 6",
    "portal_onetimecode_for_somebody_else": "UPDATE portal_onetimecode SET made_by_id = profile_id",
    "portal_onetimecode_how_known_known": "UPDATE portal_onetimecode SET how_known = 'by_dream'",
    "portal_onetimecode_one_at_a_time": """
        INSERT INTO portal_onetimecode
            (id, profile_id, made_by_id, how_known, reason, digest, made_at, expires_at, wrong_tries)
        SELECT gen_random_uuid(), profile_id, made_by_id, how_known, reason, digest, made_at, expires_at, 0
        FROM portal_onetimecode""",
    "portal_onetimecode_reason_not_blank": "UPDATE portal_onetimecode SET reason = ' '",
    "portal_profile_commissioner_has_no_other_role": "UPDATE portal_profile SET roles = '{commissioner,member}'",
    "portal_profile_free_times_known": "UPDATE portal_profile SET free_times = '{never}'",
    "portal_profile_funding_answer_on_its_own": "UPDATE portal_profile SET funding_kinds = '{own_money,not_said}'",
    "portal_profile_funding_kinds_known": "UPDATE portal_profile SET funding_kinds = '{lottery}'",
    "portal_profile_mentor_cover_is_someone_else": "UPDATE portal_profile SET mentor_cover_id = id",
    "portal_profile_mentor_is_someone_else": "UPDATE portal_profile SET mentor_id = id",
    "portal_profile_moderation_level_known": "UPDATE portal_profile SET moderation_level = 'some'",
    "portal_profile_one_for_each_area": """
        INSERT INTO portal_profile (id, user_id, shown_name, about, roles, free_times, funding_kinds,
                                    moderation_level, conduct_version, joined_at)
        SELECT gen_random_uuid(), user_id, shown_name, '', roles, '{}', '{}', moderation_level, 0, joined_at
        FROM portal_profile LIMIT 1""",
    "portal_profile_roles_known": "UPDATE portal_profile SET roles = '{king}'",
    "portal_profile_shown_name_not_blank": "UPDATE portal_profile SET shown_name = '  '",
    "portal_profileinterest_unique": """
        INSERT INTO portal_profileinterest (id, profile_id, interest_id)
        SELECT gen_random_uuid(), profile_id, interest_id FROM portal_profileinterest""",
    "portal_storedfile_append_only": "DELETE FROM portal_storedfile",
    "portal_storedfile_not_empty": """
        INSERT INTO portal_storedfile (id, name, content_type, content, size, sha256, stored_at)
        SELECT gen_random_uuid(), name, content_type, '', 0, sha256, stored_at FROM portal_storedfile""",
    "portal_user_contrast_known": "UPDATE portal_user SET contrast = 'plaid'",
    "portal_user_email_unique_in_any_case": """
        INSERT INTO portal_user (id, email, password, is_active, created_at, easy_read, text_size, contrast,
                                 no_motion, symbols, read_aloud)
        SELECT gen_random_uuid(), upper(email), '', true, created_at, false, 'standard', 'standard', false, false, false
        FROM portal_user LIMIT 1""",
    "portal_user_text_size_known": "UPDATE portal_user SET text_size = 'huge'",
}


@pytest.fixture
def lived_in(area: Area) -> Profile:
    """An area with a row in each table."""
    host, peter = make_host("Hana"), make_member("Peter", district=make_district("Banbury"))
    peter.interests.add(make_interest("Cooking", "cooking"))
    guidelines = publish_guidelines(text="Be kind.", easy_text="Be kind.", by=host, now=MONDAY_AFTERNOON)
    accept_guidelines(version=guidelines.version, by=peter, now=MONDAY_AFTERNOON)
    notice = make_notification(peter)
    file = store_bytes(name="a.pdf", content=b"x", content_type="application/pdf", by=peter, now=MONDAY_AFTERNOON)
    choose(peter, Channel.TEXT)
    Letter.objects.create(notification=notice, file=file, made_at=MONDAY_AFTERNOON)
    CallAttempt.objects.create(notification=notice, outcome=CallOutcome.TOLD, by=host, at=MONDAY_AFTERNOON)
    make_code_for(peter, by=make_champion("Chandra"))
    revoke_delegation(delegation=let_help(peter, make_member("Frank")), by=peter, now=MONDAY_AFTERNOON)
    record(by=peter, action="test", subject=peter, now=MONDAY_AFTERNOON)
    return peter


@pytest.mark.parametrize("name", BREAKS)
def test_a_rule_is_held_by_the_database(lived_in: Profile, name: str) -> None:
    # An append-only rule speaks with its table's name, every other with its own.
    spoken = name.removesuffix("_append_only") + " is append-only" if name.endswith("_append_only") else name

    with pytest.raises(IntegrityError, match=spoken), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BREAKS[name])


def test_every_named_rule_is_tried() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("portal").get_models()
        for constraint in model._meta.constraints
        # The walls between areas are tried in tests/architecture/test_isolation.py.
        if not isinstance(constraint, RowLevelSecurity | SameArea) and not constraint.name.endswith("_area_key")
    }

    assert named == set(BREAKS)
    assert any(isinstance(one, AppendOnly) for model in apps.get_models() for one in model._meta.constraints)


def test_rules_that_people_can_break_have_a_sentence_for_them() -> None:
    """Those that a form lets through; the others guard against programs."""
    sentences = {
        constraint.name: str(constraint.violation_error_message)
        for constraint in Profile._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }

    assert sentences["portal_profile_shown_name_not_blank"] == "Please give a name that others can call you."
    assert "are each an answer on their own" in sentences["portal_profile_funding_answer_on_its_own"]
    assert sentences["portal_profile_mentor_is_someone_else"] == "Choose somebody else as your mentor."


def test_keys_sort_by_time() -> None:
    first, second = uuid7(), uuid7()

    assert first < second
