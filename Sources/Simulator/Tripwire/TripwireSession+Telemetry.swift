extension TripwireSession {
    /// `client_telemetry`. Hashes are a number, a fraction, a string or null, as the vendor's schema allows: some are
    /// above 32 bits.
    mutating func clientTelemetry() -> JSON {
        [
            "navigator": navigator,
            "storage": [
                "cookies": true, "local_storage": true, "session_storage": true, "indexed_db": true,
                "service_worker": true, "window_name": true,
            ],
            "canvas": [
                "hash": hash(), "geometry_hash": hash(), "text_hash": hash(), "winding": true,
                "noise_detected": .bool(profile.integrity["privacy_hardening"] != nil), "offscreen_consistent": true,
            ],
            "graphics": graphics(),
            "audio": [
                "hash": .number(124.04 + Double(visit.seed.number(below: 1000)) / 10_000), "sample_rate": 48_000,
                "channel_count": 2, "voice_count": 24, "local_voice_count": 22,
                "default_voice_lang": .string(profile.place.language), "noise_detected": false,
            ],
            "fonts": [
                "detected_count": 41, "tested_count": 64, "enumeration_hash": hash(), "metrics_hash": hash(),
                "preferences_hash": nil, "emoji_hash": hash(),
            ],
            "media": [
                "device_count": 3, "counts_by_kind": ["audioinput": 1, "audiooutput": 1, "videoinput": 1],
                "blank_label_count": 3, "topology_hash": hash(),
            ],
        ]
    }

    private mutating func hash() -> JSON { .integer(visit.seed.number(below: 1 << 40)) }

    private var navigator: JSON {
        let machine = profile.machine
        return [
            "platform": .string(machine.system.name), "vendor": "Example Vendor",
            "hardware_concurrency": .integer(machine.cores), "device_memory": .integer(machine.memoryGB),
            "max_touch_points": .integer(machine.touchPoints), "pdf_viewer_enabled": true, "cookie_enabled": true,
            "product_sub": "20030107", "primary_language": .string(profile.place.language),
            "languages": [.string(profile.place.language), "en"], "mime_types_count": 2,
            "plugins": ["PDF Viewer"],
        ]
    }

    private mutating func graphics() -> JSON {
        [
            "webgl": [
                "vendor": "Example Vendor", "renderer": .string(profile.machine.gpu), "version": "WebGL 2.0",
                "shading_language_version": "WebGL GLSL ES 3.00",
                "parameters_hash": .string(visit.seed.hexadecimal(16)), "extensions_hash": hash(),
                "extension_parameters_hash": .string(visit.seed.hexadecimal(16)), "shader_precision_hash": hash(),
            ],
            "webgpu": [
                "available": true, "adapter_vendor": "example", "adapter_architecture": "generic-1",
                "fallback_adapter": false, "features_hash": hash(), "limits_hash": hash(),
            ],
        ]
    }
}
