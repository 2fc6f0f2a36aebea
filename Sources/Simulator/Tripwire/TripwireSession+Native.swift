/// The sections that only apps send; null for a browser.
extension TripwireSession {
    private var isEmulator: Bool { profile.app == .emulator }
    private var platform: JSON { profile.app == .ios ? "ios" : "android" }

    /// `native_runtime_integrity`: in the emulator, what gives it away; on the iPhone, nothing found.
    var nativeRuntimeIntegrity: JSON {
        guard profile.app != nil else { return nil }
        return [
            "platform": platform,
            "jailbreak_or_root": [
                "detected": false, "signals": [], "present_paths": [], "magisk_mount_present": false,
                "su_on_path": .bool(isEmulator),
            ],
            "hooks": [
                "detected": false, "frida_ports": [], "frida_thread_names": [], "hooked_symbols": [],
                "prologue_anomaly_count": 0,
            ],
            "debugger": [
                "attached": false, "tracer_pid": 0, "breakpoint_count": 0, "watchpoint_thread_count": 0,
            ],
            "code_signing": [
                "invalid": false, "code_sign_valid": true, "text_integrity_ok": true, "application_debuggable": false,
            ],
            "debug_posture": [
                "detected": .bool(isEmulator), "adb_enabled": .bool(isEmulator),
                "developer_options_enabled": .bool(isEmulator), "app_debuggable": false, "tracer_pid": 0,
                "risk_signals": isEmulator ? ["adb_enabled"] : [],
            ],
            "simulator_or_emulator": isEmulator
                ? ["detected": true, "qemu_files": ["/dev/qemu_pipe"], "ro_hardware": "ranchu"]
                : ["detected": false, "is_ios_app_on_mac": false, "simulator_env_keys": []],
            "hardware_claims_mismatch": [
                "detected": .bool(isEmulator), "signals": isEmulator ? ["sensor_count"] : [],
            ],
            "sim_posture": ["detected": false, "signals": []],
            "app_provenance": ["detected": false, "signals": []],
        ]
    }

    /// `native_app`. The install time is a number with a fraction, as numbers may be.
    var nativeApp: JSON {
        guard profile.app != nil else { return nil }
        return [
            "bundle_id": "com.example.app", "app_version": "4.2.0", "app_build": "420",
            "install_time_epoch_ms": 1_790_000_000_000.5,
            "provisioning_team": profile.app == .ios ? "EXAMPLE000" : nil,
        ]
    }

    /// `native_carrier`, with the country and network codes set aside for tests (ITU-T E.212: 001, 01).
    var nativeCarrier: JSON {
        guard profile.app != nil else { return nil }
        return [
            "platform": platform, "carrier_name": "Example Mobile",
            "country_iso": .string(profile.place.countryCode.lowercased()), "mcc": "001", "mnc": "01",
            "phone_type": "gsm", "network_type": "lte", "radio_access": ["lte"],
        ]
    }

    /// `native_motion_print`: an emulator's sensors are suspiciously quiet and have no compass.
    var nativeMotionPrint: JSON {
        guard profile.app != nil else { return nil }
        let quiet: JSON = ["bias": [0, 0, 0], "noise": [0, 0, 0]]
        let real: JSON = ["bias": [0.011, -0.004, 0.002], "noise": [0.0012, 0.0009, 0.0011]]
        return [
            "platform": platform, "sample_count": 128, "gyro": isEmulator ? quiet : real,
            "accel": isEmulator ? quiet : real, "mag": isEmulator ? nil : real,
        ]
    }

    /// `device_identity`: attested by the iPhone, new for the emulator.
    mutating func deviceIdentity() -> JSON {
        guard profile.app != nil else { return nil }
        return [
            "object": "device_identity", "id": .string(visit.seed.identifier("did_")),
            "confidence": isEmulator ? 12.5 : 99, "source": isEmulator ? "new" : "attested", "platform": platform,
            "identified_at": .string(visit.times.after(1)),
            "lifecycle": [
                "first_seen_at": .string(visit.times.after(isEmulator ? 0 : -86_400 * 90)),
                "last_seen_at": .string(visit.times.after(1)), "seen_count": isEmulator ? 1 : 14,
            ],
            "matched_anchors": isEmulator ? [] : ["device_check"],
        ]
    }
}
