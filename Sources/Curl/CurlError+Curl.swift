import CCurl

extension CurlError {
    /// libcurl's fixed text for one of its codes. It holds nothing of the transfer, unlike CURLOPT_ERRORBUFFER.
    static func curlText(_ curlCode: UInt32) -> String {
        // libcurl returns a static string for every value, known or not.
        curl_easy_strerror(CURLcode(rawValue: curlCode)).map { String(cString: $0) } ?? "unknown"
    }
}

extension CurlError.Code {
    /// The code for the way that a transfer ended.
    ///
    /// - Parameters:
    ///   - hasHead: whether the response's head had been received when it ended.
    ///   - hasSystemError: whether the kernel reported an error for the connection.
    init(_ curlCode: CURLcode, hasHead: Bool, hasSystemError: Bool) {
        self =
            switch curlCode {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
                .resolve
            case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_INTERFACE_FAILED:
                .connect
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
                CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
                .tls
            case CURLE_OPERATION_TIMEDOUT:
                .timeout
            case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE:
                .closedEarly
            // libcurl reports broken chunks as a failed read; without an error of the kernel's, it wasn't the network.
            case CURLE_RECV_ERROR:
                hasSystemError ? .reset : hasHead ? .malformedResponse : .closedEarly
            case CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
                .reset
            // CURLE_UNSUPPORTED_PROTOCOL: an answer without a status line would be HTTP/0.9. The URL's scheme was
            // checked before.
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
                .malformedResponse
            case CURLE_FILESIZE_EXCEEDED:
                .bodyTooLarge
            // A single line beyond libcurl's own limit (100 KiB): "out of memory" in old versions, 100 (TOO_LARGE) in
            // new ones.
            case CURLE_OUT_OF_MEMORY, CURLcode(rawValue: 100):
                hasHead ? .internalFailure : .headersTooLarge
            case CURLE_URL_MALFORMAT:
                .invalidRequest
            default:
                .internalFailure
            }
    }
}
