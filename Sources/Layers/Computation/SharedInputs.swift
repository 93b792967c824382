import Kernels

/// The inputs of a window in which many time steps read the same symbol: the vector of each distinct
/// symbol stands there once, in the order in which the symbols first appear.
///
/// A recurrent layer right above an embedding multiplies each of its inputs by W. A symbol's vector
/// times W is the same wherever the symbol stands, so a window of 1,024 symbols of which 96 are
/// distinct needs 96 products and not 1,024. Going backward, the gradients of all steps that read
/// a symbol are added up before the products with Wᵀ and with the inputs.
struct SharedInputs<Scalar: KernelScalar> {
  /// The distinct symbols, `count` of them.
  let symbols: UnsafePointer<Int32>
  let count: Int
  /// For each time step and row the place of its symbol among them, time × rows.
  let places: UnsafePointer<Int32>
  /// count × the layer's projection width: the products; in the backward pass, the gradients' sums.
  let projections: UnsafeMutablePointer<Scalar>
  /// Whether the products stand there already, since no parameter has changed.
  var isProjected = false
}
