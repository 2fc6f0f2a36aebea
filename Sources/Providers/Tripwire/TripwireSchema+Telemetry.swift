import CEL

/// Raw measurements of the browser.
extension TripwireSchema {
    static let telemetryNavigator = RecordType(
        "tripwire.telemetry_navigator",
        [
            .init("platform", .string),
            .init("vendor", .string),
            .init("hardware_concurrency", .double),
            .init("device_memory", .double),
            .init("max_touch_points", .double),
            .init("pdf_viewer_enabled", .bool),
            .init("cookie_enabled", .bool),
            .init("product_sub", .string),
            .init("primary_language", .string),
            .init("languages", .list(.string)),
            .init("mime_types_count", .double),
            .init("plugins", .list(.string)),
        ])

    static let telemetryStorage = RecordType(
        "tripwire.telemetry_storage",
        [
            .init("cookies", .bool),
            .init("local_storage", .bool),
            .init("session_storage", .bool),
            .init("indexed_db", .bool),
            .init("service_worker", .bool),
            .init("window_name", .bool),
        ])

    static let telemetryCanvas = RecordType(
        "tripwire.telemetry_canvas",
        [
            .init("hash", .dyn),
            .init("geometry_hash", .dyn),
            .init("text_hash", .dyn),
            .init("winding", .bool),
            .init("noise_detected", .bool),
            .init("offscreen_consistent", .bool),
        ])

    static let telemetryGraphicsWebgl = RecordType(
        "tripwire.telemetry_graphics_webgl",
        [
            .init("vendor", .string),
            .init("renderer", .string),
            .init("version", .string),
            .init("shading_language_version", .string),
            .init("parameters_hash", .dyn),
            .init("extensions_hash", .dyn),
            .init("extension_parameters_hash", .dyn),
            .init("shader_precision_hash", .dyn),
        ])

    static let telemetryGraphicsWebgpu = RecordType(
        "tripwire.telemetry_graphics_webgpu",
        [
            .init("available", .bool),
            .init("adapter_vendor", .string),
            .init("adapter_architecture", .string),
            .init("fallback_adapter", .bool),
            .init("features_hash", .dyn),
            .init("limits_hash", .dyn),
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
            .init("hash", .dyn),
            .init("sample_rate", .double),
            .init("channel_count", .double),
            .init("voice_count", .double),
            .init("local_voice_count", .double),
            .init("default_voice_lang", .string),
            .init("noise_detected", .bool),
        ])

    static let telemetryFonts = RecordType(
        "tripwire.telemetry_fonts",
        [
            .init("detected_count", .double),
            .init("tested_count", .double),
            .init("enumeration_hash", .dyn),
            .init("metrics_hash", .dyn),
            .init("preferences_hash", .dyn),
            .init("emoji_hash", .dyn),
        ])

    static let telemetryMedia = RecordType(
        "tripwire.telemetry_media",
        [
            .init("device_count", .double),
            .init("counts_by_kind", .map(.string, .double)),
            .init("blank_label_count", .double),
            .init("topology_hash", .dyn),
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
