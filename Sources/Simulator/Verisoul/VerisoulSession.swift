/// Builds the answer of `GET /session/{session_id}`: every field that the vendor's schema names, in its order.
struct VerisoulSession {
    let profile: VerisoulProfile
    var visit: Visit

    /// The whole answer.
    static func answer(_ profile: VerisoulProfile, visit: Visit) -> JSON {
        var session = VerisoulSession(profile: profile, visit: visit)
        var answer = session.body()
        profile.edit(&answer)
        return answer
    }

    private mutating func body() -> JSON {
        [
            "account_ids": .strings(profile.accountIDs),
            "request_id": .string(visit.requestID),
            "project_id": "00000000-0000-4000-8000-00000000c0de",
            "session_id": .string(visit.sessionID),
            "start_time": .string(visit.times.after(0)),
            "true_country_code": .string(profile.trueCountryCode ?? profile.place.countryCode),
            "device_id": .string(visit.seed.identifier("")),
            "network": [
                "ip_address": .string(visit.address(ipv6: profile.ipv6)),
                "service_provider": .string(profile.serviceProvider),
                "connection_type": .string(profile.connectionType),
            ],
            "location": location,
            "browser": browser,
            "device": device,
            "bot": bot(),
            "risk_signals": .object(
                VerisoulProfile.signals.map { JSON.Member(key: $0, value: .bool(profile.risks.contains($0))) }),
            "risk_signal_scores": riskSignalScores(),
        ]
    }

    private var location: JSON {
        [
            "continent": .string(profile.place.continent), "country_code": .string(profile.place.countryCode),
            "state": .string(profile.place.region), "city": .string(profile.place.city),
            "zip_code": .string(profile.place.postalCode), "timezone": .string(profile.place.timezone),
            "latitude": .number(profile.place.latitude), "longitude": .number(profile.place.longitude),
        ]
    }

    private var browser: JSON {
        [
            "type": .string(profile.machine.browser.name), "version": .string(profile.machine.browser.version),
            "language": .string(profile.place.language), "user_agent": .string(profile.machine.userAgent),
            "timezone": .string(profile.place.timezone),
        ]
    }

    private var device: JSON {
        let machine = profile.machine
        return [
            "category": .string(machine.category), "type": .string(machine.type),
            "os": "\(machine.system.name) \(machine.system.version)", "cpu_cores": .integer(machine.cores),
            "memory": .integer(machine.memoryGB), "gpu": .string(machine.gpu),
            "screen_height": .integer(machine.screen.height), "screen_width": .integer(machine.screen.width),
        ]
    }

    /// Counters of the visitor's events at the time of the call.
    private mutating func bot() -> JSON {
        let touches = profile.machine.touchPoints > 0
        return [
            "mouse_num_events": .integer(profile.active && !touches ? 40 + visit.seed.number(below: 100) : 0),
            "click_num_events": .integer(profile.active ? 2 + visit.seed.number(below: 6) : 0),
            "keyboard_num_events": .integer(profile.active ? 12 + visit.seed.number(below: 40) : 0),
            "touch_num_events": .integer(profile.active && touches ? 10 + visit.seed.number(below: 30) : 0),
            "clipboard_num_events": .integer(profile.active ? visit.seed.number(below: 2) : 0),
        ]
    }

    /// A true signal scores 0.9 or more. A clean one is mostly 0, but for `device_risk`, which is never quite.
    private mutating func riskSignalScores() -> JSON {
        let resting = ["device_risk": 0.12 + Double(visit.seed.number(below: 2000)) / 10_000]
        let scored = VerisoulProfile.signals.filter { $0 != "spoofed_ip" }
        return .object(
            scored.map { signal in
                let high = profile.risks.contains(signal) ? 0.93 : nil
                let score = profile.scores[signal] ?? high ?? resting[signal] ?? 0
                return JSON.Member(key: signal, value: .number(score))
            })
    }
}
