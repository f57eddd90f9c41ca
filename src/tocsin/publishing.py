"""Publishes a brief as a person edited and signed it, once no rule of the craft stands against it.

Comes in: a store, a version, the edited text, a signature. Goes out: the signed brief, frozen in the store,
with what was edited in the audit trail. The command line and the workbench call the same function. It knows
nothing of pages.
"""

from tocsin.brief import lint_brief, sign_brief
from tocsin.brief.editing import apply_draft, compare_sentences
from tocsin.errors import ConfigurationError, PublishingRefused
from tocsin.store import Store
from tocsin.terms import Brief, Signature


def edit_brief(brief: Brief, draft: str, signature: Signature) -> Brief:
    """The brief as edited and signed.

    Raises:
        ConfigurationError: the draft or the signature will not do.
        PublishingRefused: a rule of the craft blocks it.
    """
    signed = sign_brief(apply_draft(brief, draft), signature)
    faults = [fault for fault in lint_brief(signed) if fault.blocks]
    if faults:
        told = "; ".join(f"{fault.rule} at {fault.where}: {fault.message}" for fault in faults[:8])
        raise PublishingRefused(
            f"brief {brief.version}", f"the rules of the craft block it: {told}", "mend it"
        )
    return signed


def publish_edited(store: Store, version: str, draft: str, signature: Signature) -> Brief:
    """Put the edited and signed brief into the store, beside the one that it was made from.

    Raises:
        ConfigurationError: there is no such brief, or the draft or the signature will not do.
        PublishingRefused: a rule of the craft blocks it.
    """
    brief = store.brief(version)
    if brief is None:
        raise ConfigurationError(version, "is no published brief", "the page of briefs names them all")
    signed = edit_brief(brief, draft, signature)
    store.put_signed(signed)
    edited = [each.id for each in compare_sentences(brief, apply_draft(brief, draft))]
    if edited:
        store.note(
            at=signature.at,
            who=signature.analyst,
            what=f"edited sentences of brief {version}: {', '.join(edited[:20])}",
            record=f"brief {signed.version}",
            content=draft,
        )
    return signed
