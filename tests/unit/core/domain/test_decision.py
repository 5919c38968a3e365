from core.domain.decision import Decision, Subject


def test_a_decision_is_stored_in_plain_words() -> None:
    decision = Decision(Subject.TAX, "OUTPUT2", "By the table.", 7)
    stored = decision.as_stored()
    assert stored == {"subject": "tax", "value": "OUTPUT2", "reason": "By the table.", "line": 7}
    assert type(stored["subject"]) is str
