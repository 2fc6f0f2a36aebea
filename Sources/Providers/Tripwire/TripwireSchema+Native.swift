import CEL

/// What a mobile application tells of its runtime.
extension TripwireSchema {
    static let nativeJailbreakOrRoot = RecordType(
        "tripwire.native_jailbreak_or_root",
        [
            .init("detected", .bool),
            .init("signals", .list(.string)),
            .init("present_paths", .list(.string)),
            .init("dyld_insert_libraries", .list(.string)),
            .init("verified_boot_state", .string),
            .init("magisk_mount_present", .bool),
            .init("su_on_path", .bool),
        ])

    static let nativeHooks = RecordType(
        "tripwire.native_hooks",
        [
            .init("detected", .bool),
            .init("frida_ports", .list(.double)),
            .init("frida_thread_names", .list(.string)),
            .init("hooked_symbols", .list(.string)),
            .init("self_hooked_symbols", .list(.string)),
            .init("prologue_anomaly_count", .double),
            .init("unexpected_dyld_images", .list(.string)),
            .init("xposed_packages", .list(.string)),
        ])

    static let nativeDebugger = RecordType(
        "tripwire.native_debugger",
        [
            .init("attached", .bool),
            .init("tracer_pid", .double),
            .init("breakpoint_count", .double),
            .init("watchpoint_thread_count", .double),
        ])

    static let nativeCodeSigning = RecordType(
        "tripwire.native_code_signing",
        [
            .init("invalid", .bool),
            .init("code_sign_valid", .bool),
            .init("text_integrity_ok", .bool),
            .init("application_debuggable", .bool),
            .init("dyld_insert_libraries", .list(.string)),
        ])

    static let nativeSimulatorOrEmulator = RecordType(
        "tripwire.native_simulator_or_emulator",
        [
            .init("detected", .bool),
            .init("is_ios_app_on_mac", .bool),
            .init("qemu_files", .list(.string)),
            .init("ro_hardware", .string),
            .init("ro_product_model", .string),
            .init("simulator_env_keys", .list(.string)),
        ])

    static let detection = RecordType(
        "tripwire.detection",
        [
            .init("detected", .bool),
            .init("signals", .list(.string)),
        ])

    static let nativeDebugPosture = RecordType(
        "tripwire.native_debug_posture",
        [
            .init("detected", .bool),
            .init("adb_enabled", .bool),
            .init("developer_options_enabled", .bool),
            .init("app_debuggable", .bool),
            .init("app_profileable", .bool),
            .init("app_test_only", .bool),
            .init("debugger_attached", .bool),
            .init("get_task_allow", .bool),
            .init("embedded_provisioning_profile_present", .bool),
            .init("receipt_is_sandbox", .bool),
            .init("receipt_is_testflight", .bool),
            .init("development_bundle", .bool),
            .init("active_debugger_attached", .bool),
            .init("breakpoint_count", .double),
            .init("exception_port_count", .double),
            .init("watchpoint_thread_count", .double),
            .init("tracer_pid", .double),
            .init("direct_syscall_tracer_pid", .double),
            .init("risk_signals", .list(.string)),
        ])

    static let nativeRuntimeIntegrity = RecordType(
        "tripwire.native_runtime_integrity",
        [
            .init("platform", .string, mobilePlatform),
            .init("jailbreak_or_root", .record(nativeJailbreakOrRoot)),
            .init("hooks", .record(nativeHooks)),
            .init("debugger", .record(nativeDebugger)),
            .init("code_signing", .record(nativeCodeSigning)),
            .init("simulator_or_emulator", .record(nativeSimulatorOrEmulator)),
            .init("hardware_claims_mismatch", .record(detection)),
            .init("sim_posture", .record(detection)),
            .init("app_provenance", .record(detection)),
            .init("debug_posture", .record(nativeDebugPosture)),
        ])

    static let nativeApp = RecordType(
        "tripwire.native_app",
        [
            .init("bundle_id", .string),
            .init("app_version", .string),
            .init("app_build", .string),
            .init("install_time_epoch_ms", .double),
            .init("provisioning_team", .string),
        ])

    static let nativeCarrier = RecordType(
        "tripwire.native_carrier",
        [
            .init("platform", .string, mobilePlatform),
            .init("carrier_name", .string),
            .init("country_iso", .string),
            .init("mcc", .string),
            .init("mnc", .string),
            .init("phone_type", .string),
            .init("network_type", .string),
            .init("radio_access", .list(.string)),
        ])

    static let nativeMotionAxes = RecordType(
        "tripwire.native_motion_axes",
        [
            .init("bias", .list(.double)),
            .init("noise", .list(.double)),
        ])

    static let nativeMotionPrint = RecordType(
        "tripwire.native_motion_print",
        [
            .init("platform", .string, mobilePlatform),
            .init("sample_count", .double),
            .init("gyro", .record(nativeMotionAxes)),
            .init("accel", .record(nativeMotionAxes)),
            .init("mag", .record(nativeMotionAxes)),
        ])
}
