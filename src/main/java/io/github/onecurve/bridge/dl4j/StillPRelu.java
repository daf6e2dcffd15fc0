package io.github.onecurve.bridge.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A parametric rectifier that leaves its input alone: see {@link StillActivation}. */
final class StillPRelu extends PReLULayer {
  private static final long serialVersionUID = 1;

  private StillPRelu() {}

  static StillPRelu of(PReLULayer layer) {
    StillPRelu still = new StillPRelu();
    still.setLayerName(layer.getLayerName());
    still.setInputShape(layer.getInputShape());
    still.setSharedAxes(layer.getSharedAxes());
    still.setNIn(layer.getNIn());
    still.setNOut(layer.getNOut());
    still.setWeightInitFn(layer.getWeightInitFn());
    return still;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Still layer = new Still(conf, type);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  /** The layer itself. */
  private static final class Still extends org.deeplearning4j.nn.layers.feedforward.PReLU {
    private static final long serialVersionUID = 1;

    Still(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray own = input;
      input = own.dup();
      INDArray answer = super.activate(training, workspaces);
      input = own;
      return answer;
    }
  }
}
