/// What comes of work with models and texts that the program made itself: if they do not fit each other,
/// that is no reader's mistake, and the program stops.
func unfailing<Result>(_ work: () throws -> Result) -> Result {
  do { return try work() } catch { fatalError("the program's own model does not fit: \(error)") }
}
