import Yams

/// Finds settings that don't exist: a misspelt key must not silently leave a default in force.
enum UnknownSettings {
    /// - Returns: nil for a file without anything but comments.
    /// - Throws: ``SettingsError`` if the text isn't a YAML mapping.
    static func problems(yaml: String, path: String) throws(SettingsError) -> [String]? {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw SettingsError(problems: [place(of: error, path: path)], isUnreadable: true)
        }
        guard let root else { return nil }
        guard case .mapping = root else {
            throw SettingsError(problems: ["\(path): has to be a mapping of settings, such as 'server:' and 'log:'"])
        }
        var problems: [String] = []
        walk(root, prefix: [], path: path, into: &problems)
        return problems
    }

    /// Where the YAML is wrong and how. Never the text there, which could be a secret that was put in the wrong place.
    private static func place(of error: any Error, path: String) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            "\(path):\(mark.line):\(mark.column): not valid YAML: \(problem)"
        case YamlError.duplicatedKeysInMapping(_, let context):
            "\(path):\(context.mark.line):\(context.mark.column): a key is there twice in one mapping"
        default: "\(path): not valid YAML"
        }
    }

    /// Environment variables that begin as ours do and set nothing.
    static func problems(environment: [String: String]) -> [String] {
        let known = Set(SettingKey.all.flatMap { $0.isSecret ? [$0.variable, $0.fileVariable] : [$0.variable] })
        let names = environment.keys.filter { name in
            name.hasPrefix("PORTCULLIS_") && !known.contains(name) && !isServiceLink(name, in: environment)
        }
        return names.sorted().map { name in "\(name): no such setting" + hint(nearest(to: name, in: known)) }
    }

    /// Whether Kubernetes has set the variable, to tell of a Service named `portcullis` or `portcullis-…`: its address and
    /// ports, such as `PORTCULLIS_PORT_8080_TCP_ADDR`.
    /// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
    private static func isServiceLink(_ name: String, in environment: [String: String]) -> Bool {
        let hostSuffix = "_SERVICE_HOST"
        return environment.keys.contains { host in
            guard host.hasSuffix(hostSuffix), name.hasPrefix(host.dropLast(hostSuffix.count) + "_") else {
                return false
            }
            let rest = name.dropFirst(host.count - hostSuffix.count + 1)
            return rest == "SERVICE_HOST" || rest.hasPrefix("SERVICE_PORT") || rest == "PORT"
                || rest.hasPrefix("PORT_")
        }
    }

    private static func walk(_ node: Node, prefix: [String], path: String, into problems: inout [String]) {
        guard case .mapping(let mapping) = node else { return }
        for (keyNode, value) in mapping {
            let name = (prefix + [keyNode.string ?? "?"]).joined(separator: ".")
            let place = "\(path):\(keyNode.mark?.line ?? 0):\(keyNode.mark?.column ?? 0)"
            if let key = SettingKey.named(name) {
                if value.scalar == nil {
                    problems.append("\(place): \(name): has to be \(key.allowed)")
                } else if key.isSecret {
                    problems.append(
                        "\(place): \(name): a secret is never read from this file; set \(key.variable) or \(key.fileVariable)"
                    )
                }
            } else if SettingKey.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
                guard case .mapping = value else {
                    problems.append("\(place): \(name): has to be a mapping of settings")
                    continue
                }
                walk(value, prefix: prefix + [keyNode.string ?? "?"], path: path, into: &problems)
            } else {
                problems.append(
                    "\(place): \(name): no such setting" + hint(nearest(to: name, in: SettingKey.all.map(\.name))))
            }
        }
    }

    private static func hint(_ name: String?) -> String { name.map { "; did you mean \($0)?" } ?? "" }

    /// The known name that differs least, if it differs by no more than a third.
    private static func nearest(to name: String, in known: some Collection<String>) -> String? {
        let closest = known.map { ($0, distance(name, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let (candidate, distance) = closest, distance <= max(2, name.count / 3) else { return nil }
        return candidate
    }

    /// Levenshtein's: how many characters have to be put in, taken out or changed.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first.utf8.prefix(128)), Array(second.utf8.prefix(128)))
        var row = Array(0...second.count)
        for (i, a) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in second.enumerated() {
                let substituted = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
            }
        }
        return row[second.count]
    }
}
