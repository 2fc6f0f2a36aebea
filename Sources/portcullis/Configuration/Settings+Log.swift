import Curl
import DecisionLog
import Foundation
import Providers

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
        if let age = rotation.maxAge, age < .seconds(integer("idempotency.ttl_s")) {
            problems.append(
                "log.retention.max_age_s: has to be idempotency.ttl_s or more, whose keys are answered from the log")
        }
        return DecisionLog.Configuration(
            directory: texts["log.directory"] ?? "", instance: instance(), version: Version.current,
            durability: durability(), rotation: rotation,
            compression: texts["log.compression"].flatMap(Compression.init) ?? .none, checkpoints: checkpoints,
            onDamage: texts["log.on_damage"] == "begin_new_chain" ? .beginNewChain : .stop)
    }

    private func optionalInteger(_ name: String) -> Int? { texts[name] == nil ? nil : integer(name) }

    private mutating func checkpoints() -> DecisionLog.Checkpoints? {
        if let copy = texts["log.checkpoint.copy_file"], isInLogDirectory(copy) {
            problems.append(
                "log.checkpoint.copy_file: has to be outside of log.directory, whose files are the log's own")
        }
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

    /// Whether the path, or what links on it lead to, is in the log's directory, or in one below that.
    private func isInLogDirectory(_ path: String) -> Bool {
        func parts(_ path: URL) -> [String] {
            // A file that isn't there yet may be in a directory that is.
            path.deletingLastPathComponent().resolvingSymlinksInPath().standardizedFileURL.pathComponents
        }
        let directory = URL(filePath: texts["log.directory"] ?? "", directoryHint: .isDirectory)
        let inside = parts(directory.appending(path: "checkpoints"))
        let file = URL(filePath: path, directoryHint: .notDirectory)
        return [file, file.resolvingSymlinksInPath()].contains { parts($0).starts(with: inside) }
    }

    /// Where checkpoints are posted; nil without a URL, and where it can't be used, which is noted.
    mutating func checkpointPost() -> CheckpointPublisher.Configuration? {
        guard let text = texts["log.checkpoint.post_url"] else { return nil }
        if texts["log.checkpoint.key"] == nil {
            problems.append(
                "log.checkpoint.post_url: there are no checkpoints without log.checkpoint.key (PORTCULLIS_LOG_CHECKPOINT_KEY)"
            )
        }
        let token = texts["log.checkpoint.post_token"]
        if let token, !token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            problems.append("log.checkpoint.post_token: has to be printable ASCII without spaces")
        }
        do {
            return CheckpointPublisher.Configuration(
                url: try BaseURL(text), token: token,
                connection: try CurlClient.Configuration(
                    userAgent: "portcullis/\(Version.current)", connectTimeout: .seconds(2), maxBodyBytes: 64 * 1024,
                    maxInFlight: 1, maxQueued: 1, maxShutdownDuration: .seconds(1),
                    caFile: texts["connection.ca_file"], proxy: texts["connection.proxy"]))
        } catch let error as BaseURL.Invalid {
            problems.append("log.checkpoint.post_url: \(error)")
        } catch {
            problems.append("log.checkpoint.post_url: its connection can't be used: \(error)")
        }
        return nil
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
