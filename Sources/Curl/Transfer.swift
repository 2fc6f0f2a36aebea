import CCurl
import HTTPTypes

/// A call that libcurl is working on: the easy handle and what it has received.
///
/// Not Sendable: made, used and freed on the client thread. libcurl holds an unretained pointer to it; that is sound
/// because the event loop owns the transfer until the handle has been taken out of the multi handle, and calls back
/// only from within its own calls on that.
final class Transfer {
    let call: Call
    let easy: EasyHandle
    private let start: ContinuousClock.Instant
    private var receiver: ResponseReceiver

    /// - Parameter easy: a handle that no transfer uses; until its next one it holds an address of this.
    /// - Throws: ``CurlError``: `timeout` if the deadline has come, `internalFailure` if libcurl refuses an option.
    init(
        _ call: Call, on easy: EasyHandle, configuration: CurlClient.Configuration, now: ContinuousClock.Instant
    ) throws(CurlError) {
        guard now < call.deadline else { throw CurlError(.timeout, host: call.request.host) }
        self.call = call
        self.easy = easy
        start = now
        receiver = ResponseReceiver(
            maxHeaderBytes: configuration.maxHeaderBytes, maxBodyBytes: configuration.maxBodyBytes)
        try easy.setOptions(for: call.request, configuration: configuration, timeout: call.deadline - now)
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.setCallback(
            CURLOPT_HEADERFUNCTION, Self.onHeader, contextOption: CURLOPT_HEADERDATA, context: context)
        try easy.setCallback(CURLOPT_WRITEFUNCTION, Self.onBody, contextOption: CURLOPT_WRITEDATA, context: context)
    }

    /// What the call comes to, now that libcurl is done with it.
    func outcome(_ result: CURLcode) -> Call.Outcome {
        if let failure = receiver.failure { return .failure(error(failure)) }
        guard result == CURLE_OK else {
            let code = CurlError.Code(
                result, hasHead: receiver.hasHead, hasSystemError: easy.info(CURLINFO_OS_ERRNO) != 0)
            return .failure(error(code, curlCode: result))
        }
        // Closing in the middle of the head is no error to libcurl.
        guard let head = receiver.head else { return .failure(error(.closedEarly)) }
        return .success(
            ReceivedResponse(
                head: head, body: receiver.body, version: version, timings: timings,
                connectionReused: easy.info(CURLINFO_NUM_CONNECTS) == 0))
    }

    func error(_ code: CurlError.Code, curlCode: CURLcode? = nil) -> CurlError {
        CurlError(code, host: call.request.host, curlCode: curlCode?.rawValue, timings: timings)
    }

    private var version: CurlResponse.Version {
        switch easy.info(CURLINFO_HTTP_VERSION) {
        case CURL_HTTP_VERSION_1_0: .http1_0
        case CURL_HTTP_VERSION_1_1: .http1_1
        case CURL_HTTP_VERSION_2_0: .http2
        default: .other
        }
    }

    /// libcurl counts each phase from the transfer's start; a phase that didn't happen may read zero.
    private var timings: Timings {
        let nameLookup = easy.time(CURLINFO_NAMELOOKUP_TIME_T)
        let connect = easy.time(CURLINFO_CONNECT_TIME_T)
        let tls = easy.time(CURLINFO_APPCONNECT_TIME_T)
        let sent = easy.time(CURLINFO_PRETRANSFER_TIME_T)
        let firstByte = easy.time(CURLINFO_STARTTRANSFER_TIME_T)
        return Timings(
            queued: start - call.creation, nameLookup: nameLookup, connect: max(.zero, connect - nameLookup),
            tls: max(.zero, tls - connect), firstByte: max(.zero, firstByte - sent),
            total: easy.time(CURLINFO_TOTAL_TIME_T))
    }

    private static let onHeader: ccurl_write_callback = { bytes, size, count, context in
        Transfer.receive(bytes, size, count, context) { $0.receiver.receiveHeaderLine($1) }
    }

    private static let onBody: ccurl_write_callback = { bytes, size, count, context in
        Transfer.receive(bytes, size, count, context) { $0.receiver.receiveBody($1) }
    }

    /// - Returns: the number of bytes taken; any other than all of them ends the transfer.
    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context else { return 0 }
        // libcurl promises that `size` is 1 and that the bytes live until the callback returns.
        let chunk = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : size &* count)
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return body(transfer, chunk) ? chunk.count : 0
    }
}
