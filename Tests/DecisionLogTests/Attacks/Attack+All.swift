import Foundation

@testable import DecisionLog

extension Attack {
    static let all = onRecords + onSegments + onCompressed + onCheckpoints + onEverything

    private static let onRecords: [Attack] = [
        .seen("a bit flipped") { log in
            var bytes = try log.files.bytes(AttackedLog.second)
            bytes[bytes.count / 2] ^= 1
            try log.files.write(bytes, to: AttackedLog.second)
        },
        .seen("an outcome changed") { log in
            try log.edit(AttackedLog.first) { $0[1] = $0[1].replacingOccurrences(of: "block", with: "allow") }
        },
        .seen("an outcome changed, and the record's hash computed anew") { log in
            try log.edit(AttackedLog.first) {
                $0[1] = VerifierTests.resealed($0[1].replacingOccurrences(of: "block", with: "allow"))
            }
        },
        .seen("a hash changed") { log in
            try log.edit(AttackedLog.second) { $0[1] = $0[1].dropLast(3) + ($0[1].hasSuffix("0\"}") ? "1\"}" : "0\"}") }
        },
        .seen("a record removed") { log in try log.edit(AttackedLog.second) { $0.remove(at: 1) } },
        .seen("the first record removed") { log in try log.edit(AttackedLog.first) { $0.removeFirst() } },
        .seen("a segment's last record removed") { log in try log.edit(AttackedLog.first) { $0.removeLast() } },
        .seen("two records swapped") { log in try log.edit(AttackedLog.second) { $0.swapAt(1, 2) } },
        .seen("a record doubled") { log in try log.edit(AttackedLog.second) { $0.insert($0[1], at: 2) } },
        .seen("an older record put in again") { log in
            let old = try log.lines(AttackedLog.first)[1]
            try log.edit(AttackedLog.second) { $0.insert(old, at: 2) }
        },
        .seen("a record forged and put in with fitting sequence and hashes") { log in
            try log.edit(AttackedLog.second) { lines in
                let line = Array((lines[1] + "\n").utf8)
                let fields = try RecordLine(line[...])
                var chain = Chain(sequence: fields.sequence, hash: fields.hash, time: fields.time)
                var forged: [UInt8] = []
                let record = try Record(type: "portcullis.decision.v1", id: "dec_f", traceparent: nil, data: [0x31])
                LineEncoder(instance: "test").append(record, at: fields.time, chain: &chain, to: &forged)
                lines.insert(String(decoding: forged.dropLast(), as: UTF8.self), at: 2)
            }
        },
        .seen("an empty line put in") { log in try log.edit(AttackedLog.second) { $0.insert("", at: 1) } },
        .seen("line ends of another system") { log in
            try log.edit(AttackedLog.active) { lines in lines = lines.map { $0 + "\r" } }
        },
        .seen("a field added behind the hash") { log in
            try log.edit(AttackedLog.active) { $0[0] = $0[0].dropLast() + #","x":1}"# }
        },
        .seen("a record overwritten with zeros") { log in
            try log.edit(AttackedLog.second) { $0[1] = String(repeating: "\0", count: $0[1].utf8.count) }
        },
        .seen("an outcome changed, and all hashes and trees after it computed anew") { log in
            try log.rewriteOutcome(of: "dec_0")
        },
        .seen("the last record's time set back, and its hash computed anew") { log in
            try log.edit(AttackedLog.active) {
                $0[3] = VerifierTests.resealed($0[3].replacing(/"time":"[0-9]{4}/, with: "\"time\":\"1999"))
            }
        },
    ]

    private static let onSegments: [Attack] = [
        .seen("a segment in the middle removed") { log in try log.files.remove(AttackedLog.second) },
        .seen("the first segment removed") { log in try log.files.remove(AttackedLog.first) },
        .seen("the first segment and all checkpoints removed") { log in
            try log.files.remove(AttackedLog.first)
            try log.files.remove("checkpoints")
        },
        .seen("the active file removed") { log in try log.files.remove(AttackedLog.active) },
        .seen("a segment renamed") { log in
            try log.files.move(AttackedLog.second, to: "decisions-00000000000000000006.ndjson")
        },
        .seen("two segments' names swapped") { log in
            try log.files.move(AttackedLog.second, to: "x")
            try log.files.move(AttackedLog.third, to: AttackedLog.second)
            try log.files.move("x", to: AttackedLog.third)
        },
        .seen("a closed segment cut off within a record") { log in
            try log.files.write(try log.files.bytes(AttackedLog.second).dropLast(20), to: AttackedLog.second)
        },
        .seen("an old segment put in the active file's place") { log in
            try log.files.write(try log.files.bytes(AttackedLog.first), to: AttackedLog.active)
        },
        .seen("an old segment put in again under a later name") { log in
            try log.files.write(try log.files.bytes(AttackedLog.third), to: "decisions-00000000000000000099.ndjson")
        },
        .seen("another log's segment put in") { log in
            try log.files.write(try log.other.bytes(AttackedLog.third), to: AttackedLog.third)
        },
        .seen("all records from some segment on replaced with another log's") { log in
            for name in [AttackedLog.third, AttackedLog.active] {
                try log.files.write(try log.other.bytes(name), to: name)
            }
        },
        .seen("another log in this one's place, with this one's checkpoints") { log in
            for name in try log.files.segments() { try log.files.write(try log.other.bytes(name), to: name) }
        },
        .unseen("bytes added to a closed segment behind its end, which readers ignore and the report counts") { log in
            let bytes = try log.files.bytes(AttackedLog.second)
            try log.files.write(bytes + Array("{}\n".utf8), to: AttackedLog.second)
        },
    ]

    private static let onCheckpoints: [Attack] = [
        .seen("a checkpoint's root changed") { log in
            var notes = try log.notes()
            notes[1] = notes[1].replacing(
                /\n[A-Za-z0-9+\/]{43}=\n/, with: "\n" + String(repeating: "A", count: 43) + "=\n")
            try log.write(notes: notes)
        },
        .seen("a checkpoint's size changed") { log in
            var notes = try log.notes()
            notes[3] = notes[3].replacing(/\n16\n/, with: "\n15\n")
            try log.write(notes: notes)
        },
        .seen("a checkpoint of records that aren't there") { log in
            var notes = try log.notes()
            notes[3] = notes[3].replacing(/\n16\n/, with: "\n17\n")
            try log.write(notes: notes)
        },
        .seen("checkpoints in another order") { log in try log.write(notes: try log.notes().reversed()) },
        .seen("a checkpoint without signature") { log in
            try log.write(notes: try log.notes().map { $0.replacing(/\u{2014} .*\n/, with: "x\n\n\u{2014} x\n") })
        },
        .seenWithKey("a good checkpoint signed with another key of the same name") { log in
            let trees = try log.rewrite { $0 }
            try log.sign(trees, with: log.otherKey)
        },
        .seenWithKey("a checkpoint's signature changed") { log in
            var notes = try log.notes()
            notes[0] = notes[0].replacing(/.{8}\n\n$/, with: "AAAAAAA=\n\n")
            try log.write(notes: notes)
        },
        .seenWithKey("all checkpoints removed") { log in try log.files.remove("checkpoints") },
        .unseen("a checkpoint removed, or there twice: later ones cover the same") { log in
            let notes = try log.notes()
            try log.write(notes: [notes[0], notes[2], notes[2], notes[3]])
        },
    ]

    private static let onEverything: [Attack] = [
        .seen("the last records cut off") { log in try log.edit(AttackedLog.active) { $0.removeLast(2) } },
        .seenWithKey("an outcome changed, all computed anew and all checkpoints removed") { log in
            try log.rewriteOutcome(of: "dec_0")
            try log.files.remove("checkpoints")
        },
        .seenWithKey("an outcome changed, all computed anew and signed with another key") { log in
            try log.sign(try log.rewriteOutcome(of: "dec_0"), with: log.otherKey)
        },
        .seenWithKey("another log in this one's place, with its checkpoints") { log in
            for name in try log.files.segments() + ["checkpoints"] {
                try log.files.write(try log.other.bytes(name), to: name)
            }
        },
        .seenWithKept("an outcome changed, all computed anew, and the checkpoints that cover it removed") { log in
            try log.rewriteOutcome(of: "dec_4")
            try log.write(notes: [try log.notes()[0]])
        },
        .seenWithKept("an outcome changed, all computed anew and signed with the log's own, stolen key") { log in
            try log.sign(try log.rewriteOutcome(of: "dec_0"), with: log.key)
        },
        .seenWithKept("records cut off together with the checkpoints that cover them") { log in
            for name in [AttackedLog.third, AttackedLog.active] { try log.files.remove(name) }
            try log.files.move(AttackedLog.second, to: AttackedLog.active)
            try log.edit(AttackedLog.active) { $0.removeLast(2) }
            try log.write(notes: [try log.notes()[0]])
        },
        .seenWithKept("the whole directory put back to an older state") { log in
            for name in try log.files.segments() { try log.files.remove(name) }
            for name in try log.old.segments() + ["checkpoints"] {
                try log.files.write(try log.old.bytes(name), to: name)
            }
        },
        .unseen("records after the kept checkpoint cut off together with the checkpoints that cover them") { log in
            try log.edit(AttackedLog.active) { $0.removeLast(2) }
            try log.write(notes: try log.notes().dropLast())
        },
        .unseen("an outcome after the kept checkpoint changed, all computed anew and signed with the stolen key") {
            log in
            try log.sign(try log.rewriteOutcome(of: "dec_10"), with: log.key)
        },
        .unseen("a record forged and appended, fitting, before the service goes on") { log in
            var lines = try log.lines(AttackedLog.active)
            let last = Array(((lines.last ?? "") + "\n").utf8)
            let fields = try RecordLine(last[...])
            var chain = Chain(sequence: fields.sequence, hash: fields.hash, time: fields.time)
            var forged: [UInt8] = []
            let record = try Record(type: "portcullis.decision.v1", id: "dec_f", traceparent: nil, data: [0x31])
            LineEncoder(instance: "test").append(record, at: fields.time, chain: &chain, to: &forged)
            lines.append(String(decoding: forged.dropLast(), as: UTF8.self))
            try log.files.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: AttackedLog.active)
        },
    ]
}
