package io.github.onecurve.bridge.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;

/** Puts the bodies of a model's own functions in the place of the nodes that call them. */
final class Functions {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NAME = 200;
  private static final long MOST_LETTERS = 1 << 26;
  private static final int MOST_NODES = 200_000;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final List<NodeProto> nodes = new ArrayList<>();
  private int calls;
  private long letters;

  private Functions() {}

  static List<NodeProto> inlined(ModelProto model) {
    if (model.getFunctionsCount() == 0) {
      return model.getGraph().getNodeList();
    }
    Functions inlining = new Functions();
    for (FunctionProto function : model.getFunctionsList()) {
      inlining.functions.put(key(function.getDomain(), function.getName()), function);
    }
    model.getGraph().getNodeList().forEach(node -> inlining.add(node, 0));
    return List.copyOf(inlining.nodes);
  }

  private static String key(String domain, String name) {
    return domain + " " + name;
  }

  private void add(NodeProto node, int depth) {
    FunctionProto function = functions.get(key(node.getDomain(), node.getOpType()));
    if (function == null) {
      nodes.add(node);
    } else {
      inline(node, function, depth);
    }
    if (depth > DEEPEST
        || nodes.size() > MOST_NODES
        || calls > MOST_NODES
        || letters > MOST_LETTERS) {
      throw new IllegalArgumentException(
          "expected functions that end, found that those of \""
              + node.getOpType()
              + "\" call each other more than "
              + DEEPEST
              + " deep or make more than "
              + MOST_NODES
              + " nodes, or names of more than "
              + MOST_LETTERS
              + " letters");
    }
  }

  private void inline(NodeProto call, FunctionProto function, int depth) {
    boolean named = !call.getName().isEmpty() && call.getName().length() <= LONGEST_NAME;
    String prefix = (named ? call.getName() : "call") + "/" + calls;
    calls++;
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < function.getInputCount(); i++) {
      names.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
    }
    for (int i = 0; i < function.getOutputCount(); i++) {
      if (i < call.getOutputCount() && !call.getOutput(i).isEmpty()) {
        names.put(function.getOutput(i), call.getOutput(i));
      }
    }
    Map<String, AttributeProto> given = new HashMap<>();
    call.getAttributeList().forEach(a -> given.put(a.getName(), a));
    for (NodeProto body : function.getNodeList()) {
      if (depth > DEEPEST || nodes.size() > MOST_NODES || letters > MOST_LETTERS) {
        return;
      }
      NodeProto.Builder node = body.toBuilder().clearInput().clearOutput().clearAttribute();
      node.setName(prefix + "/" + body.getName());
      body.getInputList().forEach(in -> node.addInput(named(in, names, prefix)));
      body.getOutputList().forEach(out -> node.addOutput(named(out, names, prefix)));
      for (AttributeProto attribute : body.getAttributeList()) {
        if (attribute.getRefAttrName().isEmpty()) {
          node.addAttribute(attribute);
        } else if (given.containsKey(attribute.getRefAttrName())) {
          node.addAttribute(
              given.get(attribute.getRefAttrName()).toBuilder().setName(attribute.getName()));
        }
      }
      letters +=
          node.getName().length() + node.getInputList().stream().mapToInt(String::length).sum();
      add(node.build(), depth + 1);
    }
  }

  private static String named(String name, Map<String, String> names, String prefix) {
    return name.isEmpty() ? "" : names.getOrDefault(name, prefix + "/" + name);
  }
}
