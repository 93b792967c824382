/// The figures of an evaluation, in order and by name: the loss, then each metric.
///
///     let scores = try model.evaluate(xTest, yTest)
///     print(scores.loss, scores["f1"] ?? .nan, scores)
public struct Scores: Equatable, Sendable, RandomAccessCollection, CustomStringConvertible {
  /// `loss`, then the metrics as `fit` names them.
  public let names: [String]
  /// One for each name; losses are in nats.
  public let values: [Double]

  public var startIndex: Int { values.startIndex }
  public var endIndex: Int { values.endIndex }
  public subscript(position: Int) -> Double { values[position] }

  /// A figure by its name, or nil if there is none of it.
  public subscript(name: String) -> Double? { names.firstIndex(of: name).map { values[$0] } }

  /// The mean loss.
  public var loss: Double { values[0] }
  /// Whatever stands next, as a rule the first metric; not a number where there is none.
  public var metric: Double { values.count > 1 ? values[1] : .nan }

  public var description: String {
    zip(names, values).map { "\($0) \($1)" }.joined(separator: ", ")
  }
}
