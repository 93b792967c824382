/// What a ``Stepper`` carries from one time step to the next: a value, to be kept, compared, and put back.
public struct StepperState: Equatable, Sendable {
  /// For each state of a recurrent layer, in the order in which the model runs them (of an ``LSTM`` the
  /// hidden and then the cell state), rows × units.
  var parts: [[Float]]
  /// For each row the example that it belongs to, among those that were given.
  private(set) var origins: [Int]
  /// Why vectors that were set are not its, in a sentence, or nil.
  private(set) var problem: String?

  /// How many rows it has.
  public var rows: Int { origins.count }

  /// For each state of a recurrent layer, in the order in which the model runs them (of an ``LSTM`` the
  /// hidden and then the cell state), a vector for each row.
  ///
  /// What is set has as many vectors of as many numbers as before; if not, the stepper that is given the
  /// state throws.
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
        problem =
          "the state's vectors were set to \(Self.description(new)), expected "
          + Self.description(old)
        return
      }
      problem = nil
      parts = new.map { $0.flatMap { $0 } }
    }
  }

  private static func description(_ vectors: [[[Float]]]) -> String {
    "[" + vectors.map { "\($0.count) × \($0.first?.count ?? 0)" }.joined(separator: ", ") + "]"
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
    var result = self
    (result.parts, result.origins) = (parts, places.map { origins[$0] })
    return result
  }

  /// What is wrong with places of rows, or nil.
  static func problem(with places: [Int], rows: Int) -> String? {
    if places.isEmpty { return "a state has at least one row" }
    return places.first { !(0..<rows).contains($0) }
      .map { "there is no row \($0) among \(rows), counted from 0" }
  }
}
