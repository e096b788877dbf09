"""The segment log: what is acknowledged stays, in order; what is torn is cut; what is changed is found."""

from __future__ import annotations

import errno
import resource
import threading
from pathlib import Path
from random import Random

import pytest
from lossy_disk import LossyDisk, PowerLossError

from shuanglun.storage.log import (
    Head,
    LogDamagedError,
    LogEntry,
    LogStore,
    RealFiles,
    SegmentLog,
    StoredRecord,
    read_records,
    verify,
)
from shuanglun.storage.log.record import HEADER_SIZE, SEAL_SIZE


def entry(number: int, size: int = 40, machine: str = "m1", tenant: str = "t1") -> LogEntry:
    payload = b'{"n":%d}' % number
    return LogEntry(1_700_000_000_000_000 + number, tenant, machine, "锯/state", payload.ljust(size, b" "))


def stored(offset: int, kept: LogEntry) -> StoredRecord:
    return StoredRecord(offset, *kept)


def fill(log: SegmentLog, count: int, batch: int = 3) -> list[LogEntry]:
    entries = [entry(number) for number in range(count)]
    for start in range(0, count, batch):
        log.append_many(entries[start : start + batch])
    return entries


@pytest.fixture
def disk() -> LossyDisk:
    return LossyDisk(Random(1))


def test_records_come_back_in_order_with_dense_offsets(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    entries = fill(log, 10)
    assert list(log.read()) == [stored(index, kept) for index, kept in enumerate(entries)]
    assert [record.offset for record in log.read(7)] == [7, 8, 9]
    assert list(log.read(10)) == []


def test_one_batch_is_one_sync(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    log.append_many([entry(0)])
    before = disk.syncs
    assert log.append_many([entry(number) for number in range(1, 500)]) == range(1, 500)
    assert disk.syncs == before + 1


def test_an_empty_batch_writes_nothing(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    assert log.append_many([]) == range(0)
    assert disk.names() == []


def test_segments_rotate_by_size_and_are_read_across(disk: LossyDisk) -> None:
    log = SegmentLog(disk, segment_bytes=1000)
    entries = fill(log, 100)
    assert len(disk.names()) > 5
    assert [record.payload for record in log.read(33)] == [kept.payload for kept in entries[33:]]
    again = SegmentLog(disk.power_loss(), segment_bytes=1000)
    assert again.head() == log.head()
    assert len(list(again.read())) == 100


@pytest.mark.parametrize("cut", [1, 5, 30, 60, 100, 150])
def test_a_torn_last_batch_is_cut_and_reported(tmp_path: Path, cut: int) -> None:
    log = SegmentLog(RealFiles(tmp_path))
    fill(log, 6)
    log.close()
    path = tmp_path / "00000001.seg"
    path.write_bytes(path.read_bytes()[:-cut])
    again = SegmentLog(RealFiles(tmp_path))
    assert again.report.torn_bytes > 0
    assert again.report.next_offset == 3
    assert again.append_many([entry(99)]) == range(3, 4)
    assert [record.offset for record in again.read()] == [0, 1, 2, 3]
    again.close()
    assert verify(RealFiles(tmp_path, hold=False)).sound


def test_a_torn_batch_with_a_whole_seal_is_kept_beside_the_segment(disk: LossyDisk) -> None:
    fill(SegmentLog(disk), 6)
    disk.files["00000001.seg"].live[-SEAL_SIZE - 5] ^= 1
    log = SegmentLog(disk)
    assert log.report.doubtful
    assert log.report.next_offset == 3
    assert "00000001.seg.torn" in disk.files


def test_damage_before_acknowledged_records_is_left_untouched_and_read_around(disk: LossyDisk) -> None:
    fill(SegmentLog(disk), 9)
    disk.files["00000001.seg"].live[HEADER_SIZE + 40] ^= 1
    size = len(disk.files["00000001.seg"].live)
    log = SegmentLog(disk)
    assert log.report.damaged == "00000001.seg"
    assert log.append_many([entry(9)]) == range(9, 10)
    assert len(disk.files["00000001.seg"].live) == size
    with pytest.raises(LogDamagedError) as caught:
        list(log.read())
    assert caught.value.resume_offset == 1
    assert [record.offset for record in log.read(1)] == list(range(1, 10))


def test_a_damaged_header_does_not_hide_the_records(disk: LossyDisk) -> None:
    fill(SegmentLog(disk), 6)
    disk.files["00000001.seg"].live[10] ^= 1
    log = SegmentLog(disk)
    assert log.report.damaged == "00000001.seg"
    assert log.append_many([entry(6)]) == range(6, 7)
    assert [record.offset for record in log.read()] == list(range(7))
    assert "LOG-HEADER" in {finding.code for finding in verify(disk).findings}


def test_a_segment_of_which_only_the_name_survived_is_removed(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    fill(log, 3)
    disk.create("00000002.seg").append(b"\x00" * 20)
    again = SegmentLog(disk)
    assert again.report.torn_bytes == 20
    assert again.head() == log.head()
    assert again.append_many([entry(3)]) == range(3, 4)


def test_disk_full_acknowledges_nothing_and_leaves_the_log_readable(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    fill(log, 3)
    disk.free = 70
    with pytest.raises(OSError, match="no space") as caught:
        log.append_many([entry(3), entry(4)])
    assert caught.value.errno == errno.ENOSPC
    assert [record.offset for record in log.read()] == [0, 1, 2]
    disk.free = 1 << 30
    assert log.append_many([entry(3)]) == range(3, 4)
    assert verify(disk).sound


def test_disk_full_when_a_segment_begins_is_survived(disk: LossyDisk) -> None:
    disk.free = 10
    log = SegmentLog(disk)
    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            log.append_many([entry(0)])
    disk.free = 1 << 30
    assert log.append_many([entry(0)]) == range(1)
    assert verify(disk).sound


def test_a_real_file_that_may_not_grow_gives_the_error_and_loses_nothing(tmp_path: Path) -> None:
    log = SegmentLog(RealFiles(tmp_path))
    fill(log, 3)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            log.append_many([entry(3, size=5000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert log.append_many([entry(3)]) == range(3, 4)
    assert [record.offset for record in log.read()] == [0, 1, 2, 3]
    log.close()


def test_after_a_failed_sync_the_file_is_not_written_again(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    fill(log, 3)
    disk.sync_failures = 1.0
    with pytest.raises(OSError, match="input/output"):
        log.append_many([entry(3)])
    disk.sync_failures = 0.0
    assert log.append_many([entry(33)]) == range(3, 4)
    assert disk.names() == ["00000001.seg", "00000002.seg"]
    assert list(log.read(3)) == [stored(3, entry(33))]
    assert verify(disk).sound


@pytest.mark.parametrize("seed", range(400))
def test_power_loss_loses_no_acknowledged_record(seed: int) -> None:
    """Appends, full disks, failed syncs and power losses in random order; what was acknowledged is there every time."""
    random = Random(seed)
    disk = LossyDisk(random)
    acknowledged: dict[int, LogEntry] = {}
    number = 0
    for _ in range(random.randint(2, 5)):
        log = SegmentLog(disk, segment_bytes=random.choice((400, 2000, 100_000)))
        found = {record.offset: LogEntry(*record[1:]) for record in log.read()}
        assert found.items() >= acknowledged.items()
        assert sorted(found) == list(range(log.report.next_offset))
        assert log.report.damaged is None
        assert verify(disk).sound
        disk.sync_failures = random.choice((0.0, 0.2))
        for _ in range(random.randint(0, 12)):
            disk.free = random.choice((1 << 30, 1 << 30, random.randint(0, 600)))
            batch = [entry(number + index, random.randint(10, 300)) for index in range(random.randint(1, 6))]
            number += len(batch)
            try:
                offsets = log.append_many(batch)
            except OSError:
                continue
            acknowledged.update(zip(offsets, batch, strict=True))
        disk.free, disk.sync_failures = 1 << 30, 0.0
        if random.random() < 0.7:
            disk.dying = True
            with pytest.raises(PowerLossError):
                log.append_many([entry(number + index, random.randint(10, 300)) for index in range(4)])
            number += 4
        disk = disk.power_loss()
    assert {record.offset: LogEntry(*record[1:]) for record in read_records(disk)}.items() >= acknowledged.items()


# ------------------------------------------------------------------ verification


def codes(disk: LossyDisk, anchor: Head | None = None) -> set[str]:
    return {finding.code for finding in verify(disk, anchor).findings}


@pytest.fixture
def long_log(disk: LossyDisk) -> SegmentLog:
    log = SegmentLog(disk, segment_bytes=1000)
    fill(log, 60)
    return log


def test_a_sound_log_verifies_and_counts(disk: LossyDisk, long_log: SegmentLog) -> None:
    result = verify(disk, long_log.head())
    assert (result.sound, result.findings, result.records) == (True, (), 60)
    assert result.head == long_log.head()


def test_a_changed_byte_is_found(disk: LossyDisk, long_log: SegmentLog) -> None:
    random = Random(5)
    for _ in range(60):
        name = random.choice(disk.names()[:-1])
        live = disk.files[name].live
        position = random.randrange(len(live))
        live[position] ^= 1 << random.randrange(8)
        assert not verify(disk).sound
        live[:] = disk.files[name].synced


def test_a_record_changed_together_with_its_checksum_breaks_the_chain(disk: LossyDisk, long_log: SegmentLog) -> None:
    forged = LossyDisk(Random(1))
    fill_log = SegmentLog(forged, segment_bytes=1000)
    for start in range(0, 60, 3):
        fill_log.append_many([entry(n, machine="m1" if n != 4 else "m2") for n in range(start, start + 3)])
    name = disk.names()[0]
    old, new = disk.files[name].live, forged.files[name].live
    old[HEADER_SIZE : -SEAL_SIZE - 1] = new[HEADER_SIZE : -SEAL_SIZE - 1]
    assert "LOG-CHAIN" in codes(disk)


def test_a_removed_segment_is_found(disk: LossyDisk, long_log: SegmentLog) -> None:
    first, second = disk.names()[:2]
    del disk.files[second]
    assert "LOG-CHAIN" in codes(disk)
    del disk.files[first]
    assert "LOG-START" in codes(disk)


def test_swapped_segments_are_found(disk: LossyDisk, long_log: SegmentLog) -> None:
    first, second = disk.names()[1:3]
    disk.files[first], disk.files[second] = disk.files[second], disk.files[first]
    assert "LOG-CHAIN" in codes(disk)


def test_swapped_records_are_found(disk: LossyDisk) -> None:
    log = SegmentLog(disk)
    log.append_many([entry(0)])
    log.append_many([entry(1), entry(2)])
    live = disk.files["00000001.seg"].live
    size = (len(live) - HEADER_SIZE - 2 * SEAL_SIZE) // 3
    a = HEADER_SIZE + size + SEAL_SIZE
    live[a : a + 2 * size] = live[a + size : a + 2 * size] + live[a : a + size]
    assert {"LOG-ORDER", "LOG-CHAIN"} <= codes(disk)


def test_a_cut_end_is_found_against_a_head_kept_elsewhere(disk: LossyDisk, long_log: SegmentLog) -> None:
    anchor = long_log.head()
    del disk.files[disk.names()[-1]]
    assert verify(disk).sound
    assert codes(disk, anchor) == {"LOG-CUT"}


def test_an_earlier_head_still_verifies_after_more_was_written(disk: LossyDisk, long_log: SegmentLog) -> None:
    anchor = long_log.head()
    long_log.append_many([entry(60)])
    assert verify(disk, anchor).sound


# ------------------------------------------------------------------ directories


def test_two_processes_cannot_hold_one_log(tmp_path: Path) -> None:
    log = SegmentLog(RealFiles(tmp_path / "a" / "b"))
    with pytest.raises(BlockingIOError):
        RealFiles(tmp_path / "a" / "b")
    log.close()
    SegmentLog(RealFiles(tmp_path / "a" / "b")).close()


def test_each_tenant_has_its_own_directory_and_offsets(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    outcome = store.append_many([entry(0), entry(1, tenant="t2"), entry(2)])
    assert [tuple(position or ()) for position in outcome.positions] == [("t1", 0, 0), ("t2", 0, 0), ("t1", 0, 1)]
    assert list(store.kept()) == [("t1", 0), ("t2", 0)]
    assert [record.payload for record in store.log("t1").read()] == [entry(0).payload, entry(2).payload]
    store.close()


def test_a_machine_stays_in_its_shard(tmp_path: Path) -> None:
    store = LogStore(tmp_path, shards=4)
    store.append_many([entry(n, machine=f"m{n % 10}") for n in range(100)])
    seen: dict[str, set[int]] = {}
    for tenant, shard in store.kept():
        for record in store.log(tenant, shard).read():
            seen.setdefault(record.machine_id, set()).add(shard)
    assert len(seen) == 10
    assert all(len(shards) == 1 for shards in seen.values())
    store.close()


def test_a_log_that_cannot_be_opened_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "t2").write_text("a file where a directory should be")
    store = LogStore(tmp_path)
    outcome = store.append_many([entry(0), entry(1, tenant="t2")])
    assert [position is not None for position in outcome.positions] == [True, False]
    assert len(outcome.errors) == 1
    store.close()


def test_a_tenant_cannot_name_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        LogStore(tmp_path).log("../elsewhere")


def test_reading_while_appending_gives_only_whole_acknowledged_batches(tmp_path: Path) -> None:
    log = SegmentLog(RealFiles(tmp_path), segment_bytes=20_000)
    done = threading.Event()

    def write() -> None:
        for start in range(0, 1500, 5):
            log.append_many([entry(n) for n in range(start, start + 5)])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = 0
    while seen < 1500:
        for record in log.read(seen):
            assert record == stored(seen, entry(seen))
            seen += 1
    writer.join()
    assert done.is_set()
    log.close()
