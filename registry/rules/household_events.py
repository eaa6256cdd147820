"""What may happen to a household, and what it means for the lists. Source: review procedure, 11, points 21 to 23."""

from enum import StrEnum


class Kind(StrEnum):
    SPLIT = "split"
    """tách hộ: some members make a household of their own, which carries `split_from`"""
    MERGED = "merged"
    """nhập hộ: all members join another household"""
    MOVED = "moved"
    """chuyển thôn trong xã"""
    MOVED_OUT = "moved_out"
    """chuyển đi khỏi xã: other decrease here"""
    MOVED_IN = "moved_in"
    """chuyển đến từ xã khác: other increase here"""
    MEMBER_IN = "member_in"
    """sinh, nhập khẩu: somebody joins"""
    MEMBER_OUT = "member_out"
    """somebody moves out of the household"""
    DIED = "died"
    """of the last member: the household ends, other decrease, never an exit"""
    CORRECTED = "corrected"
    """chủ hộ, địa chỉ, mã hộ"""
    UNDONE = "undone"
    """takes an earlier event back"""


ENDS = {Kind.MERGED: "merged", Kind.MOVED_OUT: "moved", Kind.DIED: "died"}
"""Reason of the withdrawal from a running round, by the event that ends a household in its commune."""

CHANGES_PEOPLE = frozenset({Kind.SPLIT, Kind.MERGED, Kind.MEMBER_IN, Kind.MEMBER_OUT, Kind.DIED})

UNDOABLE = frozenset({Kind.MOVED_OUT, Kind.MOVED, Kind.DIED, Kind.MEMBER_OUT, Kind.CORRECTED})
"""A division is taken back by joining the households, a joining by dividing it."""
