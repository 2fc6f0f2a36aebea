/// Builds the answer of `GET /v1/sessions/{sessionId}`: every key that the vendor's schema names, in its order.
struct TripwireSession {
    let profile: TripwireProfile
    var visit: Visit

    /// The whole answer. A draw from the seed is one step of the order below: sections keep their order.
    static func answer(_ profile: TripwireProfile, visit: Visit) -> JSON {
        var session = TripwireSession(profile: profile, visit: visit)
        var answer: JSON = ["data": session.data(), "meta": ["request_id": .string(visit.requestID)]]
        profile.edit(&answer)
        return answer
    }

    private mutating func data() -> JSON {
        let decision = decision(profile.status, profile.score, profile.phase, profile.finality, after: 4)
        let earlier = self.decision("uncertain", 44, "snapshot", "preliminary", after: 1)
        let isApp = profile.app != nil
        return [
            "object": "session",
            "id": .string(visit.sessionID),
            "created_at": .string(visit.times.after(0)),
            "decision": decision,
            "highlights": highlights,
            "attribution": attribution,
            "web_bot_auth": webBotAuth,
            "network": network,
            "runtime_integrity": runtimeIntegrity,
            "native_runtime_integrity": nativeRuntimeIntegrity,
            "native_app": nativeApp,
            "native_carrier": nativeCarrier,
            "native_motion_print": nativeMotionPrint,
            "device_identity": deviceIdentity(),
            "install_id": isApp ? .string(visit.seed.identifier("inst_")) : nil,
            "visitor_fingerprint": visitorFingerprint(),
            "connection_fingerprint": connectionFingerprint(),
            "previous_decisions": profile.finality == "final" ? [earlier] : [],
            "request": request,
            "browser": browser,
            "device": device,
            "analysis_coverage": analysisCoverage,
            "signals_fired": signalsFired,
            "client_telemetry": clientTelemetry(),
        ]
    }

    private mutating func decision(
        _ status: String, _ score: Int, _ phase: String?, _ finality: String, after seconds: Double
    ) -> JSON {
        [
            "event_id": .string(visit.seed.identifier("evt_")),
            "automation_status": .string(status),
            "risk_score": .integer(score),
            "evaluation_phase": .optional(phase),
            "decision_status": .string(finality),
            "evaluated_at": .string(visit.times.after(seconds)),
        ]
    }

    private var highlights: JSON {
        var highlights: [JSON] = []
        if !profile.signals.isEmpty {
            highlights.append([
                "key": "fired_signals", "effect": "increases_risk",
                "importance": profile.score >= 70 ? "high" : "medium",
                "summary": "Signs of a program were seen in this session.",
                "evidence": .array(
                    profile.signals.map { ["signal": .string($0.key), "name": .string($0.name)] }),
            ])
        }
        if !profile.network.anonymity.isEmpty {
            highlights.append([
                "key": "network_anonymity", "effect": "increases_risk", "importance": "medium",
                "summary": .string(profile.network.summary),
            ])
        }
        highlights.append([
            "key": "consistent_environment", "effect": profile.score < 40 ? "reduces_risk" : "context",
            "importance": "low", "summary": "What the client says of itself was compared with what it can do.",
        ])
        return .array(highlights)
    }

    private var attribution: JSON {
        guard !profile.labels.isEmpty else { return nil }
        return [
            "labels": .array(
                profile.labels.map {
                    [
                        "kind": .string($0.kind), "value": .string($0.value), "label": .string($0.label),
                        "confidence": .integer($0.confidence),
                    ]
                }),
            "behaviors": [
                ["channel": "mouse", "value": "linear-motion", "label": "Linear Motion", "confidence": 81]
            ],
        ]
    }

    private var webBotAuth: JSON {
        profile.verifiedBotDomain.map { ["status": "verified", "domain": .string($0)] } ?? nil
    }

    private var signalsFired: JSON {
        .array(
            profile.signals.map {
                [
                    "signal": .string($0.key), "role": "risk", "category": "environment",
                    "strength": .string($0.strength), "signal_score": .integer($0.score),
                ]
            })
    }

    private var analysisCoverage: JSON {
        [
            "browser": .bool(profile.app == nil), "device": true,
            "network": .bool(profile.network.status == "ready"), "runtime": true,
            "behavioral": .bool(profile.phase == "behavioral"), "visitor_identity": true,
        ]
    }
}
