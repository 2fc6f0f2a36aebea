import CEL

/// What a mobile application tells of its runtime.
extension TripwireSchema {
    static let nativeJailbreakOrRoot = RecordType(
        "tripwire.native_jailbreak_or_root",
        [
            .init("detected", .bool),
            .init("signals", .list(.string)),
            .optional("present_paths", .list(.string)),
            .optional("dyld_insert_libraries", .list(.string)),
            .optional("verified_boot_state", .string),
            .optional("magisk_mount_present", .bool),
            .optional("su_on_path", .bool),
        ])

    static let nativeHooks = RecordType(
        "tripwire.native_hooks",
        [
            .init("detected", .bool),
            .optional("frida_ports", .list(.double)),
            .optional("frida_thread_names", .list(.string)),
            .optional("hooked_symbols", .list(.string)),
            .optional("self_hooked_symbols", .list(.string)),
            .optional("prologue_anomaly_count", .double),
            .optional("unexpected_dyld_images", .list(.string)),
            .optional("xposed_packages", .list(.string)),
        ])

    static let nativeDebugger = RecordType(
        "tripwire.native_debugger",
        [
            .init("attached", .bool),
            .optional("tracer_pid", .double),
            .optional("breakpoint_count", .double),
            .optional("watchpoint_thread_count", .double),
        ])

    static let nativeCodeSigning = RecordType(
        "tripwire.native_code_signing",
        [
            .init("invalid", .bool),
            .optional("code_sign_valid", .bool),
            .optional("text_integrity_ok", .bool),
            .optional("application_debuggable", .bool),
            .optional("dyld_insert_libraries", .list(.string)),
        ])

    static let nativeSimulatorOrEmulator = RecordType(
        "tripwire.native_simulator_or_emulator",
        [
            .init("detected", .bool),
            .optional("is_ios_app_on_mac", .bool),
            .optional("qemu_files", .list(.string)),
            .optional("ro_hardware", .string),
            .optional("ro_product_model", .string),
            .optional("simulator_env_keys", .list(.string)),
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
            .optional("adb_enabled", .bool),
            .optional("developer_options_enabled", .bool),
            .optional("app_debuggable", .bool),
            .optional("app_profileable", .bool),
            .optional("app_test_only", .bool),
            .optional("debugger_attached", .bool),
            .optional("get_task_allow", .bool),
            .optional("embedded_provisioning_profile_present", .bool),
            .optional("receipt_is_sandbox", .bool),
            .optional("receipt_is_testflight", .bool),
            .optional("development_bundle", .bool),
            .optional("active_debugger_attached", .bool),
            .optional("breakpoint_count", .double),
            .optional("exception_port_count", .double),
            .optional("watchpoint_thread_count", .double),
            .optional("tracer_pid", .double),
            .optional("direct_syscall_tracer_pid", .double),
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
            .optional("app_version", .string),
            .optional("app_build", .string),
            .optional("install_time_epoch_ms", .double),
            .optional("provisioning_team", .string),
        ])

    static let nativeCarrier = RecordType(
        "tripwire.native_carrier",
        [
            .init("platform", .string, mobilePlatform),
            .optional("carrier_name", .string),
            .optional("country_iso", .string),
            .optional("mcc", .string),
            .optional("mnc", .string),
            .optional("phone_type", .string),
            .optional("network_type", .string),
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
            .optional("mag", .record(nativeMotionAxes)),
        ])
}
