/// How much a client may send, and how long it may take.
struct Limits: Sendable {
  /// The largest size of a request's line and header fields, in bytes.
  var headBytes = 16 << 10
  /// The largest size of a request's body, in bytes.
  var bodyBytes = 256 << 10
  /// How long a client may take for the head of its request.
  var headSeconds = 10.0
  /// How long it may take for the body.
  var bodySeconds = 30.0
  /// How long it may take to read what is sent at a time.
  var sendSeconds = 30.0
  /// How long to wait at the end until it closes the connection.
  var lingerSeconds = 1.0
  /// How many connections are open at once; more have to wait.
  var connections = 16
}
