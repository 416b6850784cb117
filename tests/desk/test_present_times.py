from console.desk.present_times import between, duration


def test_minutes_and_seconds_until_an_hour_is_full() -> None:
    assert [duration(0), duration(59.9), duration(61), duration(3600)] == [
        "0:00",
        "0:59",
        "1:01",
        "1:00:00",
    ]


def test_an_unknown_duration_is_empty_and_never_0() -> None:
    assert (duration(None), between(None, 5.0), between(5.0, None)) == ("", "", "")


def test_clocks_that_disagree_never_make_a_duration_negative() -> None:
    assert between(10.0, 8.0) == "0:00"
