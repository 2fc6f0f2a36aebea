import CCurl

extension EasyHandle {
    /// Sets every option that all requests share and that matters, defaults too: they differ between versions and
    /// builds of libcurl.
    func setOptions(_ configuration: CurlClient.Configuration) throws(CurlError) {
        try setRequests(configuration)
        try setConnection(configuration)
        try setTLS(configuration)
    }

    /// Sets what one request has of its own.
    ///
    /// - Parameter timeout: what is left until the deadline; more than zero.
    func setOptions(
        for request: PreparedRequest, configuration: CurlClient.Configuration, timeout: Duration
    ) throws(CurlError) {
        try set(CURLOPT_URL, request.url)
        if let body = request.body {
            try setBody(body)
        } else {
            try set(request.isHead ? CURLOPT_NOBODY : CURLOPT_HTTPGET, true)
        }
        // libcurl would wait a second for a 100 before a body that is long.
        try setHeaderLines(request.body == nil ? request.fieldLines : request.fieldLines + ["Expect:"])
        try set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
        // Refuses a declared length at once; what isn't declared is counted as it comes. A HEAD's length is no body.
        try setOffset(CURLOPT_MAXFILESIZE_LARGE, request.isHead ? 0 : configuration.maxBodyBytes)
    }

    private func setRequests(_ configuration: CurlClient.Configuration) throws(CurlError) {
        let schemes = configuration.allowedSchemes.map(\.rawValue).sorted().joined(separator: ",")
        try set(CURLOPT_PROTOCOLS_STR, schemes)
        try set(CURLOPT_PATH_AS_IS, true)
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        // A redirect is an answer: following it would carry the key to another host.
        try set(CURLOPT_FOLLOWLOCATION, false)
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_HTTP09_ALLOWED, false)
        // No Accept-Encoding (its default is none): vendors' answers are a few kilobytes, and what isn't decompressed
        // can't be a bomb. So the body's limit holds for what the caller gets.
        try set(CURLOPT_HTTP_CONTENT_DECODING, false)
        try set(CURLOPT_TRANSFER_ENCODING, false)
    }

    private func setConnection(_ configuration: CurlClient.Configuration) throws(CurlError) {
        // A name server that hangs would block the thread past every timeout, on the resolver thread's join. Its
        // manual page speaks of programs about to exit; a test fails if a later libcurl takes that literally.
        try set(CURLOPT_QUICK_EXIT, true)
        try set(CURLOPT_NOSIGNAL, true)
        try set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.wholeMilliseconds)
        try set(CURLOPT_PROXY, configuration.proxy ?? "")
        try set(CURLOPT_NOPROXY, "")
        if let path = configuration.unixSocket { try set(CURLOPT_UNIX_SOCKET_PATH, path) }
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        try set(CURLOPT_DNS_CACHE_TIMEOUT, 60)
        try set(CURLOPT_TCP_NODELAY, true)
        try set(CURLOPT_TCP_KEEPALIVE, true)
        try set(CURLOPT_TCP_KEEPIDLE, 30)
        try set(CURLOPT_TCP_KEEPINTVL, 10)
        try set(CURLOPT_MAXLIFETIME_CONN, configuration.maxConnectionLifetime.wholeSeconds)
        try set(CURLOPT_MAXAGE_CONN, configuration.maxConnectionIdle.wholeSeconds)
        try set(
            CURLOPT_HTTP_VERSION, configuration.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        try set(CURLOPT_PIPEWAIT, configuration.allowsHTTP2)
    }

    private func setTLS(_ configuration: CurlClient.Configuration) throws(CurlError) {
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try set(CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try set(CURLOPT_SSL_VERIFYPEER, configuration.verifiesServer)
        try set(CURLOPT_SSL_VERIFYHOST, configuration.verifiesServer ? 2 : 0)
        if let caFile = configuration.caFile {
            try set(CURLOPT_CAINFO, caFile)
            try set(CURLOPT_PROXY_CAINFO, caFile)
            // libcurl comes with a directory of authorities beside the file, Debian's with the system's: it would be looked
            // into as well.
            try unset(CURLOPT_CAPATH)
            try unset(CURLOPT_PROXY_CAPATH)
        }
        if let certificate = configuration.clientCertificateFile {
            try set(CURLOPT_SSLCERT, certificate)
            try set(CURLOPT_SSLKEY, configuration.clientKeyFile ?? certificate)
        }
        if let pin = configuration.pinnedPublicKey { try set(CURLOPT_PINNEDPUBLICKEY, pin) }
    }
}

extension Duration {
    /// Rounded up and at least 1, since 0 means no timeout to libcurl; at most what its timers can hold.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }

    fileprivate var wholeSeconds: Int {
        max(1, Int(clamping: components.seconds))
    }
}
