"""The words for provinces, employers and representatives; `labels` hands them out with all the others."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from expressentry.models import (
    ClientState,
    Criterion,
    Regulator,
    RepresentationEnd,
    Scope,
    ViewingKind,
    WagePeriod,
    Watched,
)

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    Criterion: {
        Criterion.OCCUPATION: _("Occupation"),
        Criterion.PROVINCE: _("Province or territory"),
        Criterion.ENGLISH: _("English"),
        Criterion.FRENCH: _("French"),
        Criterion.EDUCATION: _("Education"),
        Criterion.EXPERIENCE: _("Experience"),
        Criterion.SKILLS: _("Skills"),
        Criterion.WAGE: _("Wage"),
        Criterion.HOURS: _("Hours a week"),
    },
    WagePeriod: {WagePeriod.HOUR: _("an hour"), WagePeriod.YEAR: _("a year")},
    ViewingKind: {
        ViewingKind.LISTED: _("listed you among the results of a search, without your name"),
        ViewingKind.OPENED: _("opened your profile, without your name"),
        ViewingKind.IDENTIFIED: _("saw your surname and date of birth"),
        ViewingKind.MATCHED: _("saw your anonymous Job Match profile"),
        ViewingKind.REVEALED: _("saw your name, because you accepted its invitation to apply"),
        ViewingKind.CLIENT: _("opened your file as your representative"),
    },
    Regulator: {
        Regulator.CICC: _("College of Immigration and Citizenship Consultants"),
        Regulator.LAW_SOCIETY: _("Law society of a province or territory"),
        Regulator.CHAMBRE_DES_NOTAIRES: _("Chambre des notaires du Québec"),
    },
    Scope: {
        Scope.EDIT: _("Prepare changes, to be approved by the client"),
        Scope.SUBMIT: _("Submit what the client approved"),
        Scope.LETTERS: _("Receive the letters to the client"),
    },
    RepresentationEnd: {
        RepresentationEnd.REVOKED: _("Ended by the client"),
        RepresentationEnd.TRANSFERRED: _("Passed on to another representative"),
        RepresentationEnd.LAID_DOWN: _("Laid down by the representative"),
    },
    ClientState: {
        ClientState.DRAFT: _("Draft profile"),
        ClientState.IN_POOL: _("In the pool"),
        ClientState.INVITED: _("Invited to apply"),
        ClientState.APPLIED: _("Application in process"),
        ClientState.DECIDED: _("Application decided"),
    },
    Watched: {
        Watched.INVITATION: _("Apply, or decline the invitation"),
        Watched.DEMAND: _("Answer a request of an officer"),
        Watched.NOTIFICATION: _("Answer a notification of interest"),
        Watched.NOMINATION: _("Accept or refuse a nomination"),
        Watched.STAY: _("The stay in the pool ends"),
        Watched.LANGUAGE_TEST: _("A language test result expires"),
        Watched.ASSESSMENT: _("A credential assessment expires"),
        Watched.CERTIFICATE: _("A certificate of qualification expires"),
        Watched.LMIA: _("A labour market impact assessment expires"),
    },
}

REFUSALS: dict[str, Any] = {
    "not_verified": _("An officer has not verified this account yet. Until then it cannot do this."),
    "verification_states_otherwise": _(
        "The account has corrected what it states since you opened it. Look at it again, and verify what it states now."
    ),
    "verification_settled": _("This account does not wait for verification any more. Nothing was changed."),
    "licence_taken": _(
        "Another representative is verified under this licence number. Find out which of the two holds the licence; "
        "turn the other one down first."
    ),
    "not_acting": _(
        "You do not act for this client: it was not accepted yet, or it has ended. Nothing was shown or changed."
    ),
    "not_in_scope": _("Your client has not given you this scope. Nothing was changed."),
    "representation_answered": _("This was answered before, or taken back. Nothing was changed."),
    "representation_over": _("This representation has ended already. Nothing was changed."),
    "representation_asked": _(
        "This representative acts for you already, or one of you two has asked and waits for the answer."
    ),
    "proposal_waits": _("These changes were sent to the client. To work on them again, take them back first."),
    "proposal_closed": _("These changes were approved, rejected or withdrawn already. Nothing was changed."),
    "nothing_proposed": _("Nothing in these changes differs from the client's answers, so there is nothing to send."),
    "proposal_unfinished": _("Something you typed does not make sense yet. Mend it, then send the changes."),
    "proposal_moved": _(
        "These changes, or your own answers, are not what the page showed you any more. Nothing was changed: look "
        "again, then decide."
    ),
    "proposal_open": _(
        "There are changes the client has not answered. Nothing is submitted before they are approved, rejected or "
        "withdrawn."
    ),
    "posting_days": _("Choose a last day after today and at most %(most)s days ahead. Nothing was posted."),
    "posted_already": _(
        "You have an open posting that says the same, word for word. It was not posted a second time: look for it "
        "among your postings. If you look for more people, close it and post the job anew."
    ),
    "posting_closed": _("This posting is closed. Nothing was changed."),
    "residents_first": _(
        "A posting is for Canadians and permanent residents first. Candidates abroad can be invited from its day "
        "%(day)s on."
    ),
    "no_match": _("A candidate you chose does not match this posting any more. Nobody was invited."),
    "already_invited": _("You have invited these candidates for this posting before. Nobody was invited again."),
    "job_invitation_closed": _("This invitation was answered already, or has lapsed. Nothing was changed."),
    "job_invitation_not_accepted": _("The candidate has not accepted your invitation, so you cannot offer the job."),
    "offer_open": _("There is an offer the candidate has not answered yet. Take it back first."),
    "offer_settled": _("This offer was answered already, or taken back. Nothing was changed."),
    "offer_in_profile": _(
        "Your profile states another job offer. Say that this one takes its place, or decline it. Nothing was changed."
    ),
    "not_in_job_match": _("You do not take part in Job Match. Nothing was changed."),
    "already_in_job_match": _("You take part in Job Match already. Nothing was changed."),
    "search_name_taken": _("Your province keeps another search under this name. Choose another name."),
    "candidate_not_turned_to": _(
        "This candidate has neither accepted a notification of interest from your province nor given it number and "
        "code. Until then your province cannot nominate them."
    ),
    "no_nomination_space": _("There is no free place for a nomination under this stream in %(year)s."),
    "stay_over": _("This stay in the pool is over, or the candidate has left it. Nothing was changed."),
    "stream_not_offered": _("The province does not nominate under this stream in Express Entry today."),
    "already_nominated": _("This candidate has a nomination already, of your province or of another one."),
    "province_not_named": _("This candidate did not name your province among those they may live in."),
    "notification_open": _("Your province has told this candidate of its interest already, and waits for an answer."),
    "notification_closed": _("This notification of interest was answered or taken back, or its time is over."),
    "nomination_closed": _(
        "This nomination was answered or withdrawn, or the time to answer is over. Nothing was changed."
    ),
    "answer_invitation_first": _(
        "You have an open invitation to apply. Decline it first, or do both in one step on the page of the nomination."
    ),
    "no_open_invitation": _("You have no open invitation to decline. Accept the nomination by itself."),
    "nomination_application_decided": _("The application that rests on this nomination was decided already."),
    "space_below_taken": _("Places held or used already: %(taken)s. There cannot be fewer."),
    "space_below_streams": _("Places given to the streams already: %(shared)s. There cannot be fewer in all."),
    "space_above_province": _("Places of all streams together would be %(together)s; there are %(places)s in all."),
}

PARTS: dict[str, Any] = {
    "nominations": _("Nominations by provinces and territories"),
    "job_match": _("Job Match"),
    "streams": _("Streams of provinces and territories"),
}

# What the instruments cite, word for word.
SOURCES = (
    _("Nomination in Express Entry: confirmed electronically, then accepted or not within 30 calendar days"),
    _("Job Bank: candidates abroad are matched 30 days after a job was posted"),
    _("Provincial nominee streams in Express Entry, as remembered"),
    _("Provincial nominee streams in Express Entry, from news and a consultancy"),
)
