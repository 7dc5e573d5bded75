/// Why a request is not granted: the status code and a sentence for the person who reads it.
struct Refusal: Error, Equatable {
  /// HTTP's status codes for errors (RFC 9110, section 15) that this server uses.
  enum Status: Int {
    case badRequest = 400
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case timeout = 408
    case lengthRequired = 411
    case contentTooLarge = 413
    case unsupportedMediaType = 415
    case headTooLarge = 431
    case serverError = 500
    case versionNotSupported = 505

    /// The phrase that goes with the number.
    var phrase: String {
      switch self {
      case .badRequest: "Bad Request"
      case .forbidden: "Forbidden"
      case .notFound: "Not Found"
      case .methodNotAllowed: "Method Not Allowed"
      case .timeout: "Request Timeout"
      case .lengthRequired: "Length Required"
      case .contentTooLarge: "Content Too Large"
      case .unsupportedMediaType: "Unsupported Media Type"
      case .headTooLarge: "Request Header Fields Too Large"
      case .serverError: "Internal Server Error"
      case .versionNotSupported: "HTTP Version Not Supported"
      }
    }
  }

  let status: Status
  let message: String
  /// The methods that are allowed, for `methodNotAllowed`.
  var allowed: String?

  init(_ status: Status, _ message: String, allowed: String? = nil) {
    (self.status, self.message, self.allowed) = (status, message, allowed)
  }
}
