/// A layer with a state, which can be given the one to begin with and hands on the one that it ends
/// with.
///
///     let (_, state) = LSTM(64).withState(source)
///     let answer = LSTM(64, returnSequences: true)(target, initialState: state)
///
/// The state is vectors of `units` numbers: of an ``LSTM`` the hidden and the cell state, of a ``GRU`` and
/// a ``SimpleRNN`` the hidden one, of a ``Bidirectional`` those of the forward direction and then those
/// of the backward one.
///
/// - Note: an encoder whose state begins a decoder is Sutskever, Vinyals and Le (2014), "Sequence to
///   Sequence Learning with Neural Networks".
public protocol CallableRecurrentLayer: CallableLayer {
  /// How many vectors its state is.
  var stateCount: Int { get }
}

extension CallableRecurrentLayer {
  /// What the layer makes of a sequence, beginning with a state.
  ///
  /// Whether they fit is checked when a ``Model`` is made.
  public func callAsFunction(_ input: Value, initialState: [Value]) -> Value {
    Value(.call(call, [input] + initialState))
  }

  /// What the layer makes of a sequence, and the state after its last step that counts.
  ///
  /// - Parameters:
  ///   - input: the sequence.
  ///   - initialState: the state before its first step; none for zeros.
  public func withState(
    _ input: Value, initialState: [Value] = []
  ) -> (output: Value, state: [Value]) {
    let output = callAsFunction(input, initialState: initialState)
    let state = (0..<stateCount).map { Value(.call(LayerCall(.state($0)), [output])) }
    return (output, state)
  }
}

extension LSTM: CallableRecurrentLayer {
  /// The hidden and the cell state.
  public var stateCount: Int { 2 }
}

extension GRU: CallableRecurrentLayer {
  /// The hidden state.
  public var stateCount: Int { 1 }
}

extension SimpleRNN: CallableRecurrentLayer {
  /// The hidden state.
  public var stateCount: Int { 1 }
}

extension Bidirectional: CallableRecurrentLayer {
  /// As many as both directions have.
  public var stateCount: Int { 2 * kind.stateCount }
}

extension Bidirectional {
  /// What each direction makes of a sequence, as values of their own and not merged.
  ///
  ///     let (forward, backward) = Bidirectional(LSTM(64)).separately(x)
  ///
  /// Keras says it with `merge_mode=None`. A step of either stands at the step's own place.
  public func separately(_ input: Value) -> (forward: Value, backward: Value) {
    var layer = self
    layer.merge = .concatenate
    let output = layer(input)
    func half(_ part: Int) -> Value { Value(.call(LayerCall(.half(part)), [output])) }
    return (half(0), half(1))
  }
}

extension RecurrentKind {
  fileprivate var stateCount: Int {
    if case .lstm = self { 2 } else { 1 }
  }
}

extension Layer {
  /// How many vectors its state is; 0 if it has none.
  var stateCount: Int {
    guard let recurrent else { return 0 }
    if case .bidirectional = self { return 2 * recurrent.stateCount }
    return recurrent.stateCount
  }
}
