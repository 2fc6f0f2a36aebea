import CEL
import Yams

/// What a document may hold and nobody can mean. Only what is certain: a warning that may be wrong is soon not read.
extension DocumentReader {
    mutating func warnAboutRules(_ rules: [Rule]) {
        var last: Rule?
        for rule in rules {
            let place = rulePlaces[rule.id]
            if let last {
                warn(
                    "neither rule '\(rule.id)' nor any after it is evaluated", at: place,
                    hint: "'\(last.id)' is final and always applies")
                return
            }
            guard case .bool(let applies)? = rule.condition.constant else { continue }
            // `when: true` says what it means.
            if !applies || rule.condition.source != "true" {
                warn("rule '\(rule.id)' \(applies ? "always" : "never") applies: its condition is constant", at: place)
            }
            if applies, rule.isFinal, !rule.isShadow { last = rule }
        }
    }

    /// A list whose name no condition has anywhere can't be used in one.
    mutating func warnAboutLists(_ node: Node?, _ rules: [Rule]) {
        guard case .mapping(let mapping)? = node else { return }
        for (key, _) in mapping {
            guard let name = key.scalar?.string, !rules.contains(where: { $0.condition.source.contains(name) }) else {
                continue
            }
            warn("no rule uses the list '\(name)'", at: key.place)
        }
    }

    mutating func warnAboutUnavailable(_ entries: [UnavailableMatrix.Entry], at place: Place?) {
        for provider in vocabulary.providers {
            let open = vocabulary.causes.filter { cause in !entries.contains { $0.fits(provider, cause) } }
            guard !open.isEmpty else { continue }
            let causes = open.count == vocabulary.causes.count ? "any cause" : open.joined(separator: ", ")
            warn(
                "unavailable leaves open what applies when \(provider) gives no facts for \(causes)", at: place,
                hint: "review applies")
        }
    }

    private mutating func warn(_ message: String, at place: Place?, hint: String? = nil) {
        warnings.append(source.problem(message, at: place, hint: hint))
    }
}
