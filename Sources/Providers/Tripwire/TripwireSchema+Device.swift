import CEL

/// Browser and device, as the vendor reads them.
extension TripwireSchema {
    static let browser = RecordType(
        "tripwire.browser",
        [
            .optional("name", .string),
            .optional("version", .string),
            .optional("major_version", .string),
            .init("engine", .string),
        ])

    static let deviceOperatingSystem = RecordType(
        "tripwire.device_operating_system",
        [
            .optional("name", .string),
            .optional("version", .string),
        ])

    static let deviceScreen = RecordType(
        "tripwire.device_screen",
        [
            .optional("size", .string),
            .optional("color_depth", .double),
            .optional("pixel_ratio", .double),
            .optional("orientation_type", .string),
        ])

    static let deviceLocale = RecordType(
        "tripwire.device_locale",
        [
            .optional("timezone", .string),
            .optional("primary_language", .string),
            .init("languages", .list(.string)),
        ])

    static let deviceCapabilitiesTouch = RecordType(
        "tripwire.device_capabilities_touch",
        [
            .optional("available", .bool),
            .optional("max_touch_points", .double),
        ])

    static let deviceCapabilitiesStorage = RecordType(
        "tripwire.device_capabilities_storage",
        [
            .optional("cookies", .bool),
            .optional("local_storage", .bool),
            .optional("indexed_db", .bool),
            .optional("service_worker", .bool),
            .optional("window_name", .bool),
        ])

    static let deviceCapabilitiesWebgpu = RecordType(
        "tripwire.device_capabilities_webgpu",
        [
            .optional("available", .bool)
        ])

    static let deviceCapabilitiesPlatformAuthenticator = RecordType(
        "tripwire.device_capabilities_platform_authenticator",
        [
            .optional("available", .bool),
            .optional("conditional_mediation", .bool),
        ])

    static let deviceCapabilitiesMediaDevices = RecordType(
        "tripwire.device_capabilities_media_devices",
        [
            .optional("available", .bool)
        ])

    static let deviceCapabilitiesSpeechSynthesis = RecordType(
        "tripwire.device_capabilities_speech_synthesis",
        [
            .optional("available", .bool)
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
            .optional("architecture", .string),
            .init("screen", .record(deviceScreen)),
            .init("locale", .record(deviceLocale)),
            .init("capabilities", .record(deviceCapabilities)),
        ])
}
