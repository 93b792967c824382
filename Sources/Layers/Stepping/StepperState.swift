/// What a ``Stepper`` carries from one time step to the next: a value, to be kept, compared, and put back.
public struct StepperState: Equatable, Sendable {
  /// For each state of a recurrent layer, in the order in which the model runs them (of an ``LSTM`` the
  /// hidden and then the cell state), rows × units.
  var parts: [[Float]]
  /// For each row the example that it belongs to, among those that were given.
  let origins: [Int]

  /// How many rows it has.
  public var rows: Int { origins.count }

  /// For each state of a recurrent layer, in the order in which the model runs them (of an ``LSTM`` the
  /// hidden and then the cell state), a vector for each row.
  ///
  /// - Precondition: when they are set, there are as many vectors of as many numbers as before.
  public var vectors: [[[Float]]] {
    get {
      parts.map { part in
        let size = part.count / rows
        return (0..<rows).map { Array(part[$0 * size..<($0 + 1) * size]) }
      }
    }
    set {
      let (new, old) = (newValue, vectors)
      if new.map({ $0.map(\.count) }) != old.map({ $0.map(\.count) }) {
        fatalError(
          "a state of \(old.map { $0.map(\.count) }) numbers was set to \(new.map { $0.map(\.count) })"
        )
      }
      parts = new.map { $0.flatMap { $0 } }
    }
  }

  /// The rows at these places: some may stand there several times, and others not at all.
  ///
  /// - Precondition: each place is that of a row, and there is at least one.
  public func reordered(_ places: [Int]) -> StepperState {
    if let problem = Self.problem(with: places, rows: rows) { fatalError(problem) }
    let parts = parts.map { part in
      let size = part.count / rows
      return places.flatMap { part[$0 * size..<($0 + 1) * size] }
    }
    return StepperState(parts: parts, origins: places.map { origins[$0] })
  }

  /// What is wrong with places of rows, or nil.
  static func problem(with places: [Int], rows: Int) -> String? {
    if places.isEmpty { return "a state has at least one row" }
    return places.first { !(0..<rows).contains($0) }
      .map { "there is no row \($0) among \(rows), counted from 0" }
  }
}
