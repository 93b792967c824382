/// How exactly a model that is used, and not trained, keeps the weights that each time step multiplies
/// by.
public enum WeightPrecision: Sendable {
  /// In single precision, as they were learnt.
  case single
  /// As whole numbers from −127 to 127, with one scale for each column: a quarter of the memory that
  /// each symbol must read. No weight moves by more than the 254th part of its column's largest. What
  /// is multiplied by them, and the sums, stay in single precision, and so do looked up vectors,
  /// biases and the weights of convolutions.
  case eightBits
}
