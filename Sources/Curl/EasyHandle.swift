import CCurl

/// An owned `CURL *` with the list of header lines that it refers to. Frees both, the handle first.
///
/// It is made with all that a client's requests have in common, and serves one transfer after another: that spares
/// each of them some thirty options, and libcurl its buffers.
///
/// Not Sendable: a handle belongs to the thread that made it.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// libcurl doesn't copy the list: it has to live as long as the handle.
    private var headerList: UnsafeMutablePointer<curl_slist>?

    init(_ configuration: CurlClient.Configuration) throws(CurlError) {
        guard let pointer = curl_easy_init() else { throw CurlError(.internalFailure) }
        self.pointer = pointer
        try setOptions(configuration)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerList)
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(ccurl_setopt_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(CurlError) {
        try check(ccurl_setopt_long(pointer, option, value ? 1 : 0))
    }

    /// libcurl copies the string.
    func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(ccurl_setopt_string(pointer, option, value))
    }

    /// Takes back what libcurl sets by itself, of an option that takes a text.
    func unset(_ option: CURLoption) throws(CurlError) {
        try check(ccurl_setopt_pointer(pointer, option, nil))
    }

    /// For the options that take a `curl_off_t`.
    func setOffset(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(ccurl_setopt_off(pointer, option, curl_off_t(value)))
    }

    /// What is posted. libcurl copies it.
    func setBody(_ body: [UInt8]) throws(CurlError) {
        try set(CURLOPT_POST, true)
        // Before the bytes, which may hold zeros.
        try setOffset(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
        let code = body.withUnsafeBytes { bytes in
            // An empty body has no address, and no address would mean that a callback gives it.
            ccurl_setopt_pointer(
                pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress) ?? pointer)
        }
        try check(code)
    }

    /// The callback is called with the context, which has to outlive the transfer.
    func setCallback(
        _ option: CURLoption, _ callback: @escaping ccurl_write_callback, contextOption: CURLoption,
        context: UnsafeMutableRawPointer
    ) throws(CurlError) {
        try check(ccurl_setopt_write(pointer, option, callback))
        try check(ccurl_setopt_pointer(pointer, contextOption, context))
    }

    /// Sets the request's header lines, in place of those of the request before.
    func setHeaderLines(_ lines: [String]) throws(CurlError) {
        // First out of the handle, then freed.
        try check(ccurl_setopt_list(pointer, CURLOPT_HTTPHEADER, nil))
        curl_slist_free_all(headerList)
        headerList = nil
        for line in lines {
            // The list's first node stays the same; on failure libcurl returns null and leaves the list alone.
            guard let list = curl_slist_append(headerList, line) else { throw CurlError(.internalFailure) }
            headerList = list
        }
        try check(ccurl_setopt_list(pointer, CURLOPT_HTTPHEADER, headerList))
    }

    func info(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_getinfo_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// A time of libcurl's: microseconds since the transfer's start.
    func time(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        guard ccurl_getinfo_off(pointer, info, &value) == CURLE_OK else { return .zero }
        return .microseconds(value)
    }

    private func check(_ code: CURLcode) throws(CurlError) {
        guard code != CURLE_OK else { return }
        throw CurlError(.internalFailure, detail: "libcurl refused an option", curlCode: code.rawValue)
    }
}
