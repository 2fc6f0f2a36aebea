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

    /// Conditions that contradict themselves, that nothing can make false, and that an earlier final rule takes over.
    mutating func warnAboutConflicts(_ rules: [Rule], _ environment: Environment) {
        var finals: [(rule: Rule, outline: Outline)] = []
        for rule in rules where rule.condition.constant == nil {
            // It was compiled before, so that it can't be refused now.
            guard let outline = try? environment.outline(rule.condition.source) else { continue }
            let place = rulePlaces[rule.id]
            if outline.isNeverTrue {
                warn("rule '\(rule.id)' never applies: its condition contradicts itself", at: place)
            } else if outline.isNeverFalse {
                warn("rule '\(rule.id)' applies whenever its condition can be known", at: place)
            } else if let earlier = finals.first(where: { outline.implies($0.outline) }) {
                warn(
                    "rule '\(rule.id)' is never evaluated where it would apply", at: place,
                    hint: "'\(earlier.rule.id)' is final and applies there too")
            }
            for failure in (try? environment.constantFailures(rule.condition.source)) ?? [] {
                warn("a part of rule '\(rule.id)' fails whatever is known: \(failure)", at: place)
            }
            if rule.isFinal, !rule.isShadow, finals.count < limits.maxComparedFinals { finals.append((rule, outline)) }
        }
    }

    /// Rules on what one vendor alone tells, in a policy that reads what another alone tells as well: a session that
    /// comes without the one can't be known then. One that says `on_unknown` has thought of it.
    mutating func warnAboutMissingVendors(_ rules: [Rule], _ environment: Environment) {
        func exclusive(_ rule: Rule, _ vendor: String) -> Set<String> {
            let known = vocabulary.evidenceWithout(vendor).map(\.name)
            return Set(
                rule.condition.attributes.filter { path in
                    vocabulary.suppliers(path) == [vendor] && !known.contains { path.hasPrefix($0 + ".") }
                })
        }
        let needed = vocabulary.providers.filter { vendor in
            rules.contains { !exclusive($0, vendor).isEmpty }
        }
        guard needed.count > 1 else { return }
        for vendor in needed {
            var activation = environment.activation()
            for (name, value) in vocabulary.evidenceWithout(vendor) {
                if let slot = environment.slot(of: name) { activation[slot] = value }
            }
            for rule in rules where rule.onUnknown == nil {
                let paths = exclusive(rule, vendor)
                guard !paths.isEmpty, case .unknown(let unknown) = rule.condition.evaluate(&activation),
                    let path = unknown.paths.first(where: paths.contains)
                else { continue }
                warn(
                    "rule '\(rule.id)' can't be known of sessions without \(vendor), which alone tells \(path)",
                    at: rulePlaces[rule.id],
                    hint: "begin with providers.\(vendor).status == \"ok\" &&, ask has(…), or write on_unknown")
            }
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

    /// Entries that an earlier one leaves nothing for.
    mutating func warnAboutShadowedEntries(_ entries: [UnavailableMatrix.Entry], _ node: Node?) {
        guard case .sequence(let nodes)? = node, nodes.count == entries.count else { return }
        for (index, entry) in entries.enumerated() {
            let isCovered = vocabulary.providers.allSatisfy { provider in
                vocabulary.causes.allSatisfy { cause in
                    !entry.fits(provider, cause) || entries[..<index].contains { $0.fits(provider, cause) }
                }
            }
            if isCovered {
                warn("this entry of unavailable never applies", at: nodes[index].place, hint: "earlier ones fit first")
            }
        }
    }

    mutating func warn(_ message: String, at place: Place?, hint: String? = nil) {
        warnings.append(source.problem(message, at: place, hint: hint))
    }
}
