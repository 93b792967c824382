/// What a ``Sequential`` and a ``Model`` have in common, as callbacks are given it.
public protocol TrainableModel: AnyObject {
  /// Decides the first parameters, the order of examples and what dropout drops.
  var seed: UInt64 { get }
  /// How many numbers the model learns.
  ///
  /// - Throws: `ModelError` if the model does not know its inputs' size yet.
  var parameterCount: Int { get throws }
  /// Copies of the parameters, in a fixed order: vectors and matrices.
  ///
  /// - Throws: as ``parameterCount``.
  var tensors: [Tensor] { get throws }
  /// Gives the model parameters with the same names and shapes, in the same order, as ``tensors`` has.
  ///
  /// - Throws: `ModelError` if they are not; the model is then unchanged.
  func setTensors(_ tensors: [Tensor]) throws
  /// The rate or the schedule that `compile` or a callback set last; nil before `compile`.
  var learningRate: LearningRate? { get }
  /// The learning rate of the next step; nil before `compile`.
  var currentLearningRate: Double? { get }
  /// Sets the learning rate of the steps to come, and leaves everything else that training has come to.
  ///
  /// - Throws: `ModelError` if it is none, or the model was not compiled.
  func setLearningRate(_ rate: LearningRate) throws
  /// Writes the model to a file, with or without what a training goes on from.
  ///
  /// - Throws: `ModelFileError` if the file cannot be written, `ModelError` if the model has no
  ///   parameters yet.
  func save(to path: String, includingTraining: Bool) throws
}
