extension TripwireSession {
    /// `runtime_integrity`: eight levels, `clean` unless the profile says otherwise.
    var runtimeIntegrity: JSON {
        let keys = [
            "tampering", "developer_tools", "emulation", "virtualization", "privacy_hardening", "identity_spoofing",
            "replay", "outdated_environment",
        ]
        return .object(keys.map { JSON.Member(key: $0, value: .string(profile.integrity[$0] ?? "clean")) })
    }

    /// `request`: the page where the session was made.
    var request: JSON {
        [
            "url": "https://example.com/signup", "referrer": "https://example.com/",
            "user_agent": .string(profile.machine.userAgent),
        ]
    }

    /// `browser`.
    var browser: JSON {
        [
            "name": .string(profile.machine.browser.name), "version": .string(profile.machine.browser.version),
            "major_version": .string(profile.machine.majorVersion),
            "engine": .string(profile.machine.browser.engine),
        ]
    }

    /// `device`.
    var device: JSON {
        let machine = profile.machine
        return [
            "form_factor": .string(machine.category),
            "operating_system": ["name": .string(machine.system.name), "version": .string(machine.system.version)],
            "architecture": .string(machine.architecture),
            "screen": [
                "size": "\(machine.screen.width)x\(machine.screen.height)", "color_depth": 24,
                "pixel_ratio": .number(machine.pixelRatio),
                "orientation_type": machine.touchPoints > 0 ? "portrait-primary" : "landscape-primary",
            ],
            "locale": [
                "timezone": .string(profile.place.timezone), "primary_language": .string(profile.place.language),
                "languages": [.string(profile.place.language), "en"],
            ],
            "capabilities": capabilities,
        ]
    }

    private var capabilities: JSON {
        [
            "touch": [
                "available": .bool(profile.machine.touchPoints > 0),
                "max_touch_points": .integer(profile.machine.touchPoints),
            ],
            "storage": [
                "cookies": true, "local_storage": true, "indexed_db": true, "service_worker": true,
                "window_name": true,
            ],
            "webgpu": ["available": true],
            "platform_authenticator": ["available": true, "conditional_mediation": true],
            "media_devices": ["available": true],
            "speech_synthesis": ["available": true],
        ]
    }

    /// `visitor_fingerprint`: a visitor seen a few times before.
    mutating func visitorFingerprint() -> JSON {
        [
            "object": "visitor_fingerprint",
            "id": .string(visit.seed.identifier("vid_")),
            "confidence": 91,
            "identified_at": .string(visit.times.after(1)),
            "lifecycle": [
                "first_seen_at": .string(visit.times.after(-86_400 * 30)),
                "last_seen_at": .string(visit.times.after(1)),
                "seen_count": .integer(1 + visit.seed.number(below: 20)),
            ],
        ]
    }
}
