import SystemPackage

/// Holds the log's checkpoints, and one that an auditor kept, against the tree of the records that pass by.
struct CheckpointCheck {
    private let keys: [CheckpointPublicKey]
    private var reader: CheckpointReader?
    private var entry: CheckpointReader.Entry?
    private var kept: Checkpoint?
    private var previousSize: UInt64 = 0
    /// Up to here the records are as a checkpoint says.
    private(set) var goodSize: UInt64 = 0
    private(set) var count = 0
    private var ownCount = 0

    /// - Parameters:
    ///   - file: the log's checkpoints; nil if there is no such file.
    ///   - keys: without any, signatures aren't checked.
    init(_ file: FileDescriptor?, keys: [CheckpointPublicKey], kept: Checkpoint?) throws {
        self.keys = keys
        self.kept = kept
        reader = try file.map(CheckpointReader.init)
    }

    /// Where a checkpoint that isn't good stands; nil is the kept one.
    struct Failure: Error {
        let entry: (line: Int, offset: Int64)?
        let defect: LogVerifier.Defect
    }

    /// Signatures are wanted, and none of the log's own checkpoints could be compared.
    var lacksSignature: Bool { !keys.isEmpty && ownCount == 0 }

    /// Compares what covers exactly the tree's records.
    mutating func compare(_ tree: MerkleTree) throws {
        if kept?.size == tree.size, let kept {
            try compare(kept, tree, at: nil)
            self.kept = nil
        }
        while let next = try pending(), next.checkpoint.size <= tree.size {
            // Smaller: removed since by retention, so that its signature is all that there is to check.
            if next.checkpoint.size == tree.size {
                try compare(next.checkpoint, tree, at: (next.line, next.offset))
            }
            entry = nil
        }
    }

    /// What is left covers records that aren't there.
    mutating func finish(lastSequence: UInt64) throws {
        if let kept {
            throw Failure(entry: nil, defect: .beyondEnd(size: kept.size, lastSequence: lastSequence))
        }
        if let next = try pending() {
            throw Failure(
                entry: (next.line, next.offset),
                defect: .beyondEnd(size: next.checkpoint.size, lastSequence: lastSequence))
        }
    }

    /// The log begins behind `size` records.
    func begin(after size: UInt64) throws {
        if let kept, kept.size < size {
            throw Failure(entry: nil, defect: .beforeStart(size: kept.size, first: size + 1))
        }
    }

    private mutating func compare(_ checkpoint: Checkpoint, _ tree: MerkleTree, at place: (Int, Int64)?) throws {
        guard checkpoint.root == tree.root else {
            throw Failure(entry: place, defect: .root(size: checkpoint.size, goodSize: goodSize))
        }
        goodSize = checkpoint.size
        count += 1
        if place != nil { ownCount += 1 }
    }

    private mutating func pending() throws -> CheckpointReader.Entry? {
        if let entry { return entry }
        guard reader != nil, let step = try reader?.next() else { return nil }
        switch step {
        case .end:
            reader = nil
            return nil
        case .damaged(let line, let offset):
            throw Failure(entry: (line, offset), defect: .note)
        case .entry(let next):
            let place = (next.line, next.offset)
            guard keys.isEmpty || keys.contains(where: { $0.name == next.checkpoint.origin && $0.signed(next.note) })
            else {
                throw Failure(entry: place, defect: .signature(origin: next.checkpoint.origin))
            }
            guard next.checkpoint.size >= previousSize else {
                throw Failure(
                    entry: place, defect: .checkpointOrder(previous: previousSize, found: next.checkpoint.size))
            }
            previousSize = next.checkpoint.size
            entry = next
            return next
        }
    }
}
