import CCurl

/// libcurl's global state, set up once a process and kept until it ends.
enum GlobalInit {
    /// Whether it was set up. Swift runs the initialiser once, before any thread gets past it.
    static let isDone = curl_global_init(Int(CURL_GLOBAL_SSL | CURL_GLOBAL_WIN32)) == CURLE_OK
}
