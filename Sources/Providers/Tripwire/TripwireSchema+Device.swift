import CEL

/// Browser and device, as the vendor reads them.
extension TripwireSchema {
    static let browser = RecordType(
        "tripwire.browser",
        [
            .init("name", .string),
            .init("version", .string),
            .init("major_version", .string),
            .init("engine", .string),
        ])

    static let deviceOperatingSystem = RecordType(
        "tripwire.device_operating_system",
        [
            .init("name", .string),
            .init("version", .string),
        ])

    static let deviceScreen = RecordType(
        "tripwire.device_screen",
        [
            .init("size", .string),
            .init("color_depth", .double),
            .init("pixel_ratio", .double),
            .init("orientation_type", .string),
        ])

    static let deviceLocale = RecordType(
        "tripwire.device_locale",
        [
            .init("timezone", .string),
            .init("primary_language", .string),
            .init("languages", .list(.string)),
        ])

    static let deviceCapabilitiesTouch = RecordType(
        "tripwire.device_capabilities_touch",
        [
            .init("available", .bool),
            .init("max_touch_points", .double),
        ])

    static let deviceCapabilitiesStorage = RecordType(
        "tripwire.device_capabilities_storage",
        [
            .init("cookies", .bool),
            .init("local_storage", .bool),
            .init("indexed_db", .bool),
            .init("service_worker", .bool),
            .init("window_name", .bool),
        ])

    static let deviceCapabilitiesWebgpu = RecordType(
        "tripwire.device_capabilities_webgpu",
        [
            .init("available", .bool)
        ])

    static let deviceCapabilitiesPlatformAuthenticator = RecordType(
        "tripwire.device_capabilities_platform_authenticator",
        [
            .init("available", .bool),
            .init("conditional_mediation", .bool),
        ])

    static let deviceCapabilitiesMediaDevices = RecordType(
        "tripwire.device_capabilities_media_devices",
        [
            .init("available", .bool)
        ])

    static let deviceCapabilitiesSpeechSynthesis = RecordType(
        "tripwire.device_capabilities_speech_synthesis",
        [
            .init("available", .bool)
        ])

    static let deviceCapabilities = RecordType(
        "tripwire.device_capabilities",
        [
            .init("touch", .record(deviceCapabilitiesTouch)),
            .init("storage", .record(deviceCapabilitiesStorage)),
            .init("webgpu", .record(deviceCapabilitiesWebgpu)),
            .init("platform_authenticator", .record(deviceCapabilitiesPlatformAuthenticator)),
            .init("media_devices", .record(deviceCapabilitiesMediaDevices)),
            .init("speech_synthesis", .record(deviceCapabilitiesSpeechSynthesis)),
        ])

    static let device = RecordType(
        "tripwire.device",
        [
            .init("form_factor", .string),
            .init("operating_system", .record(deviceOperatingSystem)),
            .init("architecture", .string),
            .init("screen", .record(deviceScreen)),
            .init("locale", .record(deviceLocale)),
            .init("capabilities", .record(deviceCapabilities)),
        ])
}
