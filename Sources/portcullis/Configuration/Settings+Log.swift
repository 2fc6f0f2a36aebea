import DecisionLog

extension Settings.Builder {
    /// How the decision log is kept. Notes what doesn't fit together.
    mutating func log() -> DecisionLog.Configuration {
        let checkpoints = checkpoints()
        let rotation = DecisionLog.Rotation(
            maxSegmentBytes: Int64(integer("log.rotation.max_bytes")),
            maxSegmentAge: .seconds(integer("log.rotation.max_age_s")),
            maxAge: optionalInteger("log.retention.max_age_s").map { .seconds($0) },
            maxTotalBytes: optionalInteger("log.retention.max_total_bytes").map { Int64($0) })
        if texts["log.checkpoint.key"] == nil, rotation.maxAge != nil || rotation.maxTotalBytes != nil {
            problems.append(
                "log.retention: removes only what a signed checkpoint covers, but log.checkpoint.key is not set (PORTCULLIS_LOG_CHECKPOINT_KEY)"
            )
        }
        if let total = rotation.maxTotalBytes, total < rotation.maxSegmentBytes {
            problems.append("log.retention.max_total_bytes: has to be log.rotation.max_bytes or more")
        }
        return DecisionLog.Configuration(
            directory: texts["log.directory"] ?? "", instance: instance(), version: Version.current,
            durability: durability(), rotation: rotation, checkpoints: checkpoints,
            onDamage: texts["log.on_damage"] == "begin_new_chain" ? .beginNewChain : .stop)
    }

    private func optionalInteger(_ name: String) -> Int? { texts[name] == nil ? nil : integer(name) }

    private mutating func checkpoints() -> DecisionLog.Checkpoints? {
        guard let text = texts["log.checkpoint.key"] else { return nil }
        do throws(DecisionLogError) {
            return DecisionLog.Checkpoints(
                key: try CheckpointKey(text),
                policy: CheckpointPolicy(
                    maxRecords: UInt64(max(1, integer("log.checkpoint.max_records"))),
                    maxDelay: .seconds(integer("log.checkpoint.max_delay_s"))),
                copy: texts["log.checkpoint.copy_file"])
        } catch {
            problems.append("log.checkpoint.key: \(error)")
            return nil
        }
    }

    private mutating func instance() -> String {
        let text = texts["log.instance"] ?? ""
        if !DecisionLog.isInstance(text), let key = SettingKey.named("log.instance") {
            problems.append("log.instance: has to be \(key.allowed)")
        }
        return text
    }

    private func durability() -> Durability {
        switch texts["log.durability"] {
        case "interval": .interval(.seconds(1))
        case "none": .none
        default: .commit
        }
    }
}
