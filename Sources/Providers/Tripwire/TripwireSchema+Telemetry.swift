import CEL

/// Raw measurements of the browser.
extension TripwireSchema {
    static let telemetryNavigator = RecordType(
        "tripwire.telemetry_navigator",
        [
            .optional("platform", .string),
            .optional("vendor", .string),
            .optional("hardware_concurrency", .double),
            .optional("device_memory", .double),
            .optional("max_touch_points", .double),
            .optional("pdf_viewer_enabled", .bool),
            .optional("cookie_enabled", .bool),
            .optional("product_sub", .string),
            .optional("primary_language", .string),
            .init("languages", .list(.string)),
            .optional("mime_types_count", .double),
            .init("plugins", .list(.string)),
        ])

    static let telemetryStorage = RecordType(
        "tripwire.telemetry_storage",
        [
            .optional("cookies", .bool),
            .optional("local_storage", .bool),
            .optional("session_storage", .bool),
            .optional("indexed_db", .bool),
            .optional("service_worker", .bool),
            .optional("window_name", .bool),
        ])

    static let telemetryCanvas = RecordType(
        "tripwire.telemetry_canvas",
        [
            .optional("hash", .dyn),
            .optional("geometry_hash", .dyn),
            .optional("text_hash", .dyn),
            .optional("winding", .bool),
            .optional("noise_detected", .bool),
            .optional("offscreen_consistent", .bool),
        ])

    static let telemetryGraphicsWebgl = RecordType(
        "tripwire.telemetry_graphics_webgl",
        [
            .optional("vendor", .string),
            .optional("renderer", .string),
            .optional("version", .string),
            .optional("shading_language_version", .string),
            .optional("parameters_hash", .dyn),
            .optional("extensions_hash", .dyn),
            .optional("extension_parameters_hash", .dyn),
            .optional("shader_precision_hash", .dyn),
        ])

    static let telemetryGraphicsWebgpu = RecordType(
        "tripwire.telemetry_graphics_webgpu",
        [
            .optional("available", .bool),
            .optional("adapter_vendor", .string),
            .optional("adapter_architecture", .string),
            .optional("fallback_adapter", .bool),
            .optional("features_hash", .dyn),
            .optional("limits_hash", .dyn),
        ])

    static let telemetryGraphics = RecordType(
        "tripwire.telemetry_graphics",
        [
            .init("webgl", .record(telemetryGraphicsWebgl)),
            .init("webgpu", .record(telemetryGraphicsWebgpu)),
        ])

    static let telemetryAudio = RecordType(
        "tripwire.telemetry_audio",
        [
            .optional("hash", .dyn),
            .optional("sample_rate", .double),
            .optional("channel_count", .double),
            .optional("voice_count", .double),
            .optional("local_voice_count", .double),
            .optional("default_voice_lang", .string),
            .optional("noise_detected", .bool),
        ])

    static let telemetryFonts = RecordType(
        "tripwire.telemetry_fonts",
        [
            .optional("detected_count", .double),
            .optional("tested_count", .double),
            .optional("enumeration_hash", .dyn),
            .optional("metrics_hash", .dyn),
            .optional("preferences_hash", .dyn),
            .optional("emoji_hash", .dyn),
        ])

    static let telemetryMedia = RecordType(
        "tripwire.telemetry_media",
        [
            .optional("device_count", .double),
            .init("counts_by_kind", .map(.string, .double)),
            .optional("blank_label_count", .double),
            .optional("topology_hash", .dyn),
        ])

    static let clientTelemetry = RecordType(
        "tripwire.client_telemetry",
        [
            .init("navigator", .record(telemetryNavigator)),
            .init("storage", .record(telemetryStorage)),
            .init("canvas", .record(telemetryCanvas)),
            .init("graphics", .record(telemetryGraphics)),
            .init("audio", .record(telemetryAudio)),
            .init("fonts", .record(telemetryFonts)),
            .init("media", .record(telemetryMedia)),
        ])
}
